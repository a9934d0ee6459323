"""Word lists that matching rests on: legal forms, role mailboxes, free mail; data, one list each."""

LEGAL_FORMS = """
ооо оао зао пао ао ип нао тоо одо уп чуп гуп муп фгуп тов тзов прат пат ат фоп пп дп gmbh mbh ag kg ohg gbr ug
ek ev se kgaa co cokg ltd limited llc llp lp inc incorporated corp corporation company plc pty sp spzoo zoo z
o oo ooo oao zao pao tov sj sa sk spj spk sc spolka sarl sas sasu eurl srl sl slu spa bv nv oy oyj ab as aps sro kft doo
"""
"""Legal forms of companies, without dots, as they stand before or after the name."""

HOSTS = """
vk.com facebook.com instagram.com t.me telegram.me wa.me linkedin.com twitter.com x.com youtube.com ok.ru
avito.ru tilda.ws wixsite.com wordpress.com blogspot.com github.io google.com sites.google.com linktr.ee
taplink.cc
"""
"""Websites that host anybody's pages."""

ROLES = """
info sales office contact contacts kontakt hello mail support admin administrator zakaz order orders service
buero biuro sekretariat secretary reception post team help marketing pr hr job jobs career billing invoice
invoices accounts accounting buchhaltung einkauf vertrieb verkauf anfrage enquiries enquiry inquiry shop opt
zakupki snab buh priem secretar kadry reklama webmaster hostmaster abuse root sale zakupy zamowienia handel
firma company biz business kanzlei zentrale prodazhi manager
"""
"""Local parts of a company's desks (R14)."""

NOBODY = """
noreply no-reply no_reply do-not-reply donotreply mailer-daemon postmaster nobody bounce bounces notification
notifications
"""
"""Local parts of mailboxes that nobody reads."""

JUNK = """
test tests testing none null no na nomail noemail email mail asdf qwerty qwe aaa abc example xxx 123 1
"""
"""What people type who do not want to say (R14)."""

FREE = """
gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es ymail.com hotmail.com hotmail.co.uk
hotmail.de hotmail.fr outlook.com outlook.de outlook.fr live.com live.co.uk live.de msn.com icloud.com me.com
mac.com aol.com aol.de protonmail.com proton.me pm.me gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de
freenet.de arcor.de mail.de posteo.de online.de vodafone.de mail.ru inbox.ru list.ru bk.ru internet.ru
rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua
narod.ru ukr.net i.ua meta.ua bigmir.net online.ua email.ua wp.pl o2.pl onet.pl onet.eu op.pl interia.pl
interia.eu poczta.onet.pl poczta.fm gazeta.pl tlen.pl vp.pl btinternet.com sky.com virginmedia.com
talktalk.net ntlworld.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
earthlink.net orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr libero.it virgilio.it tiscali.it
terra.es telefonica.net uol.com.br bol.com.br terra.com.br zoho.com fastmail.com tutanota.com hey.com
yandex.com.tr seznam.cz centrum.cz azet.sk abv.bg mail.bg tut.by mail.kz qq.com 163.com 126.com naver.com
rediffmail.com
"""
"""Domains whose mailboxes belong to anybody: they name no company (R14)."""

TITLES = """
mr mrs ms miss mx dr prof professor sir madam dipl ing mag mba phd md msc bsc ma ba esq rev hon herr frau fr hr
pan pani inż mgr lic hab mec m mme mlle monsieur madame г-н г-жа господин госпожа гн гжа товарищ уважаемый уважаемая д-р проф
пан пані пане доктор инж ип фоп ceo cto cfo coo
"""
"""Words before or after a name that are none of it."""

PARTICLES = """
von vom van zu zum zur und der den dem de di da do dos das du des del della la le les ten ter te el al bin ibn ap af av van't
фон ван дер ден де ди да ла ле дю дель аль эль ибн бин
"""
"""Words of a family name that people leave out."""

GENERATIONS = """
jr jun junior jnr мл младший молодший jünger
sr sen senior snr ст старший
ii
iii
iv
"""
"""What tells father from son, one meaning a row, the first word stands for it."""
