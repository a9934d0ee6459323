"""Word lists that matching rests on: legal forms, role mailboxes, free mail; data, one list each."""

LEGAL_FORMS = """
ооо оао зао пао ао нпао ано ип нао тоо одо уп чуп гуп муп фгуп фгбу гбу кфх чп
тов тзов тдв прат пат ат фоп пп дп кп
gmbh ggmbh mbh ag kg ohg gbr ug ek ev eg se kgaa co cokg ltd limited llc llp lp inc incorporated corp corporation company plc pty
sp spzoo zoo z o oo ooo oao zao pao npao ano ip too fop prat pat tov tzov jsc ojsc cjsc pjsc
sj sa sk sc spj spk spolka spółka sarl sas sasu eurl sci srl sl slu slne spa snc bv nv vof oy oyj ab as aps sro doo ood eood kft zrt bt ltda eireli
"""
"""Legal forms of companies, without dots, as they stand before or after the name."""

DESCRIPTIONS = """
компания фирма гк тд нпо нпп пкф тк ск салон магазин агентство студия завод группа компанія фірма company firma firm fa the
"""
"""What stands before a company's name and is none of it."""

AND = """
and und et y e i и й та ta oraz
"""
"""What joins the names in a company's."""

SECOND_LEVEL = """
co.uk org.uk ltd.uk plc.uk me.uk net.uk ac.uk com.ua net.ua org.ua in.ua kiev.ua kyiv.ua lviv.ua od.ua kh.ua dp.ua zp.ua biz.ua co.ua pp.ua
com.pl net.pl org.pl biz.pl info.pl edu.pl waw.pl com.ru msk.ru spb.ru org.ru net.ru pp.ru com.by net.by com.kz org.kz
com.br net.br org.br com.ar com.mx com.tr net.tr org.tr com.au net.au org.au co.nz co.za co.in co.jp co.kr co.il com.cn com.hk com.sg
com.es com.pt com.gr com.ro co.at or.at com.fr asso.fr com.it com.ve com.co com.pe com.my com.ph com.vn com.ge com.eg com.sa
"""
"""Endings of two parts under which anybody registers a domain."""

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
rediffmail.com rocketmail.com aim.com mail.com email.com inbox.lv inbox.com mail.ee mail.ua mail.by hushmail.com hotmail.it hotmail.es
hotmail.nl hotmail.be hotmail.ca hotmail.com.br live.fr live.it live.nl live.ca live.com.au outlook.es outlook.it outlook.at outlook.pl
outlook.com.br yahoo.it yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.com.au yahoo.ie yahoo.at yahoo.pl aol.co.uk
aon.at a1.net chello.at drei.at bluewin.ch hispeed.ch sunrise.ch swissonline.ch bigpond.com bigpond.net.au optusnet.com.au iinet.net.au
tpg.com.au westnet.com.au xtra.co.nz sympatico.ca rogers.com shaw.ca telus.net videotron.ca eircom.net telenet.be skynet.be ziggo.nl
kpnmail.nl planet.nl home.nl hetnet.nl xs4all.nl casema.nl chello.nl chello.pl blueyonder.co.uk tiscali.co.uk plus.com o2.co.uk
btopenworld.com optonline.net frontier.com windstream.net roadrunner.com juno.com netzero.net mindspring.com 1und1.de o2online.de
o2mail.de kabelmail.de unitybox.de mailbox.org autograf.pl buziaczek.pl go2.pl spoko.pl amorki.pl xmail.ru qip.ru pochta.ru nextmail.ru
sibnet.ru nm.ru hotbox.ru inbox.kz ngs.ru e1.ru alice.it tin.it inwind.it hotmail.gr club-internet.fr bbox.fr aliceadsl.fr ig.com.br
hotmail.com.ar fibertel.com.ar prodigy.net.mx telkomsa.net mweb.co.za singnet.com.sg vsnl.com sify.com indiatimes.com
"""
"""Domains whose mailboxes belong to anybody: they name no company (R14)."""

TITLES = """
mr mrs ms miss mx dr prof professor sir madam dipl ing mag mba phd md msc bsc esq rev hon herr frau fr hr
pan pani inż mgr lic hab mec m mme mlle monsieur madame г-н г-жа господин госпожа гн гжа товарищ уважаемый уважаемая д-р проф
пан пані пане доктор инж ип фоп ceo cto cfo coo med jur rer
менеджер директор гендиректор бухгалтер секретарь администратор заместитель начальник инженер мастер прораб снабженец закупщик
manager director accountant owner ceo buyer engineer assistant geschäftsführer sachbearbeiter buchhalter prokurist dyrektor kierownik księgowa
"""
"""Words before or after a name that are none of it."""

DESKS = """
отдел продаж закупок снабжения сбыта департамент служба поддержки офис приёмная приемная ресепшн бухгалтерия магазин склад компания фирма
sales support team office department reception helpdesk service customer info admin shop store company firma abteilung vertrieb einkauf
zentrale sekretariat kundenservice dział biuro obsługa klienta sprzedaż відділ продажів закупівель підтримка магазин бухгалтерія
"""
"""Words of a company's desk, not of a person, where no given name stands beside them."""

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

PROVIDERS = """
gmail.com yandex.ru mail.ru yahoo.com hotmail.com outlook.com icloud.com rambler.ru inbox.ru list.ru bk.ru ukr.net
googlemail.com aol.com gmx.de gmx.net web.de t-online.de freenet.de outlook.de hotmail.de yahoo.de wp.pl onet.pl
interia.pl gazeta.pl tlen.pl yahoo.co.uk hotmail.co.uk btinternet.com live.com live.co.uk msn.com comcast.net
verizon.net protonmail.com proton.me hotmail.fr orange.fr wanadoo.fr laposte.net libero.it yandex.com yandex.ua
yandex.by yandex.kz sbcglobal.net bellsouth.net earthlink.net virginmedia.com talktalk.net seznam.cz
"""
"""Mail providers so frequent that a domain just beside one is probably a slip."""

OTHER_PROVIDERS = """
mail.com email.com mail.ua mail.by mail.de mail.ee mail.bg mail.kz mail.pl email.de email.cz gmail.ru gmx.us gmx.fr gmx.eu gmx.co.uk
inbox.lv inbox.com inbox.eu list.com lists.ru live.nl live.fr live.it live.ca live.com.au live.ru hotmail.it hotmail.es hotmail.nl
hotmail.be hotmail.ca hotmail.com.br hotmail.ru outlook.fr outlook.es outlook.it outlook.pl outlook.com.br outlook.co.uk yahoo.it
yahoo.es yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.com.ua yahoo.pl yahoo.at yahoo.ie ymail.com rocketmail.com
aol.fr aol.co.uk aim.com bk.com web.com web.pl wp.eu wp.com onet.com o2.co.uk orange.pl orange.com t-online.hu t-online.at free.com
freemail.hu freemail.com fastmail.fm yandex.net yandex.uz yandex.az yandex.co.il rambler.com ramblers.com msn.cn me.uk tutanota.de
proton.com hushmail.com zoho.eu zoho.in mail.co.uk mailbox.org mail.tm
"""
"""Domains that look like slips for a frequent one and are in use."""

ALIASES = """
gmail.com googlemail.com
yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua yandex.uz yandex.az yandex.com.tr yandex.net narod.ru
proton.me protonmail.com protonmail.ch pm.me
icloud.com me.com mac.com
onet.pl poczta.onet.pl
"""
"""Domains that deliver to the same mailboxes, one provider a row, the form that is matched first."""

WRONG_ENDINGS = """
com con cmo ocm vom cim comm coom xom cpm kom ccom clm coj c0m
ru ruu rru ry ri tu
net met nett ne
de dee dde
pl pll lp ppl
"""
"""Endings that are no top-level domain, or hardly ever one that is meant, after the one that is."""

DISPOSABLE = """
mailinator.com guerrillamail.com guerrillamail.net guerrillamail.org sharklasers.com grr.la 10minutemail.com 10minutemail.net 10minemail.com
tempmail.com temp-mail.org temp-mail.ru temp-mail.io tempmail.net tempmailo.com tempr.email tempail.com throwawaymail.com trashmail.com
trashmail.de trashmail.net wegwerfmail.de wegwerfmail.net wegwerfemail.de spambog.com spamgourmet.com yopmail.com yopmail.fr yopmail.net
maildrop.cc mailnesia.com mailcatch.com mintemail.com dispostable.com discard.email discardmail.com discardmail.de fakeinbox.com
fakemail.net getnada.com nada.email getairmail.com mohmal.com moakt.com emailondeck.com mytemp.email minuteinbox.com crazymailing.com
dropmail.me emltmp.com 20minutemail.com 33mail.com anonbox.net burnermail.io byom.de einrot.com inboxkitten.com incognitomail.org
jetable.org mailexpire.com mailtemp.info muellmail.com nowmymail.com owlymail.com sofort-mail.de spam4.me tmpmail.org tmpmail.net
trbvm.com vpslists.com zeroe.ml
"""
"""Domains that lend mailboxes for minutes."""

REGIONS_OF_LEGAL_FORMS = """
RU ооо оао зао пао ип ooo oao zao гуп муп
UA тов прат пат фоп tov tzov
PL spzoo spk spj zoo
DE gmbh ohg gbr ug kgaa ek
GB ltd limited plc
US llc inc corp corporation incorporated
FR sarl sasu eurl
IT srl spa
NL bv
CZ sro
"""
"""Legal forms that belong to one country first of all."""

CITIES = """
Москва Moscow Moskau Moskwa Moscou Mosca Moskva
Санкт-Петербург Петербург Saint-Petersburg St_Petersburg Sankt-Petersburg Petersburg Petersbourg СПб Spb Питер Санктпетербург
Екатеринбург Yekaterinburg Ekaterinburg Екб Jekaterinburg
Нижний_Новгород Nizhny_Novgorod Nischni_Nowgorod Nizhniy_Novgorod
Ростов-на-Дону Rostov-on-Don Rostov Rostov-na-Donu
Киев Київ Kyiv Kiev Kijów Kiew
Харьков Харків Kharkiv Kharkov Charków Charkiw
Одесса Одеса Odesa Odessa
Днепр Дніпро Dnipro Dnepr Днепропетровск Дніпропетровськ Dnepropetrovsk
Львов Львів Lviv Lvov Lwów Lemberg Lwiw
Запорожье Запоріжжя Zaporizhzhia Zaporozhye
Николаев Миколаїв Mykolaiv Nikolaev
Винница Вінниця Vinnytsia Vinnitsa
Чернигов Чернігів Chernihiv Chernigov
Минск Minsk Мінск
Варшава Warszawa Warsaw Warschau Varsovie
Краков Kraków Cracow Krakau
Вроцлав Wrocław Breslau
Гданьск Gdańsk Danzig
Познань Poznań Posen
Лодзь Łódź Lodsch
Щецин Szczecin Stettin
Катовице Katowice Kattowitz
Берлин Berlin Берлін
Мюнхен München Munich Munchen Monachium Muenchen
Кёльн Köln Cologne Koln Koeln Kolonia
Гамбург Hamburg
Франкфурт Frankfurt Frankfurt_am_Main Frankfurt_Main Франкфурт-на-Майне
Дюссельдорф Düsseldorf
Штутгарт Stuttgart
Нюрнберг Nürnberg Nuremberg Norymberga
Ганновер Hannover Hanover
Лейпциг Leipzig Lipsk
Дрезден Dresden Drezno
Вена Wien Vienna Wiedeń Vienne
Цюрих Zürich Zurich
Женева Genf Geneva Genève
Лондон London Londyn Londres
Нью-Йорк New_York NYC New_York_City Nowy_Jork
Лос-Анджелес Los_Angeles LA
Вашингтон Washington Washington_DC
Сан-Франциско San_Francisco SF
Чикаго Chicago
Париж Paris Paryż
Рим Roma Rome Rom Rzym
Милан Milano Milan Mailand
Прага Praha Prague Prag
Алматы Almaty Алма-Ата
Черкассы Черкаси Cherkasy
Сумы Суми Sumy
Кривой_Рог Кривий_Ріг Kryvyi_Rih Krivoy_Rog
Ивано-Франковск Івано-Франківськ Ivano-Frankivsk
Хмельницкий Хмельницький Khmelnytskyi
Ровно Рівне Rivne
Тернополь Тернопіль Ternopil
Черновцы Чернівці Chernivtsi Czernowitz
Белая_Церковь Біла_Церква Bila_Tserkva
Кременчуг Кременчук Kremenchuk
Кропивницкий Кропивницький Kropyvnytskyi Кировоград Кіровоград
Каменское Кам'янське Kamianske Днепродзержинск
Луганск Луганськ Luhansk Lugansk
Ужгород Uzhhorod Uzhgorod
Калининград Kaliningrad Königsberg Królewiec
Казань Kazan Kasan
Челябинск Chelyabinsk Tscheljabinsk
Самара Samara Куйбышев
Гродно Grodno Hrodna Гродна
Гомель Gomel Homel
Могилёв Mogilev Mahilyow
Брест Brest Брэст Brześć
Вильнюс Vilnius Wilno Вільнюс
Рига Riga Ryga Рига
Таллин Tallinn Tallin
Кишинёв Chișinău Chisinau Kishinev
Тбилиси Tbilisi Tiflis
Ереван Yerevan Erewan
Бухарест București Bucharest Bukarest
Будапешт Budapest
Братислава Bratislava Pressburg
Белград Beograd Belgrade Belgrad
Афины Athens Αθήνα Athen Ateny
Стамбул İstanbul Istanbul
Быдгощ Bydgoszcz Bromberg
Торунь Toruń Thorn
Гдыня Gdynia Gdingen
Белосток Białystok Bialystok
Ченстохова Częstochowa
Бремен Bremen Brema
Ахен Aachen Aix-la-Chapelle Akwizgran
Брауншвейг Braunschweig Brunswick
Базель Basel Basle Bâle
Брюссель Brussels Bruxelles Brüssel Bruksela
Антверпен Antwerpen Antwerp Anvers
Гаага Den_Haag The_Hague
Копенгаген København Copenhagen Kopenhagen Kopenhaga
Лиссабон Lisboa Lisbon Lissabon
Мадрид Madrid Madryt
Барселона Barcelona
Ницца Nice Nizza
Страсбург Strasbourg Strassburg
Венеция Venezia Venice Venedig Wenecja
Флоренция Firenze Florence Florenz Florencja
Неаполь Napoli Naples Neapel Neapol
Турин Torino Turin Turyn
Генуя Genova Genoa Genua
Нур-Султан Астана Astana
"""
"""Cities with names of their own in several languages, one city a row; `_` joins words."""
