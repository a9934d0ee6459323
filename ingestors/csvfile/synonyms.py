"""Names of columns by the field they hold, in seven languages; looked up as `columns.plain` writes them."""

from collections.abc import Mapping

SYNONYMS: Mapping[str, str] = {
    "name": """
        name, full name, fullname, contact, contact name, contact person, client, client name, customer, customer name, lead name,
        person, фио, ф и о, имя, имя и фамилия, фамилия и имя, имя фамилия, фамилия имя, фамилия имя отчество, контакт, контактное
        лицо, контактный человек, клиент, имя клиента, заказчик, покупатель, піб, п і б, ім'я та прізвище, прізвище та ім'я, прізвище
        ім'я, прізвище ім'я по батькові, контактна особа, клієнт, замовник, імя та прізвище, imię i nazwisko, imie i nazwisko,
        nazwisko i imię, osoba kontaktowa, kontakt, klient, ansprechpartner, vor und nachname, vor und zuname, kontaktperson, kunde,
        vollständiger name, nom complet, nom et prénom, prénom et nom, interlocuteur, nombre completo, nombre y apellidos, contacto,
        cliente
    """,
    "given": "first name, firstname, given name, forename, ім'я, імя, imię, imie, vorname, prénom, nombre, personal name",
    "family": """
        last name, lastname, surname, family name, фамилия, прізвище, nazwisko, nachname, familienname, zuname, nom, nom de famille,
        apellido, apellidos
    """,
    "patronymic": "patronymic, middle name, отчество, по батькові, second name",
    "phone": """
        phone, phones, phone number, telephone, tel, mobile, mobile phone, mobile number, cell, cell phone, whatsapp, viber, contact
        phone, телефон, телефоны, тел, номер телефона, номер, мобильный, мобильный телефон, моб, моб тел, сотовый, сотовый телефон,
        рабочий телефон, контактный телефон, телефон клиента, городской телефон, номер телефону, мобільний, мобільний телефон,
        контактний телефон, робочий телефон, telefon, nr telefonu, numer telefonu, numer, telefon komórkowy, komórka, kom, tel kom,
        telefon kontaktowy, telefonnummer, tel nr, mobil, mobilnummer, mobiltelefon, handy, handynummer, rufnummer, festnetz,
        rückrufnummer, téléphone, numéro de téléphone, tél, portable, mobile tél, teléfono, número de teléfono, móvil, celular
    """,
    "email": """
        email, e mail, mail, email address, e mail address, mail address, emails, емейл, имейл, е мейл, почта, эл почта, электронная
        почта, адрес электронной почты, e mail адрес, пошта, ел пошта, електронна пошта, електронна адреса, adres email, adres e
        mail, poczta, poczta elektroniczna, e mail adresse, mailadresse, email adresse, courriel, adresse email, adresse e mail,
        adresse mail, correo, correo electrónico, dirección de correo
    """,
    "company": """
        company, company name, organisation, organization, organisation name, organization name, firm, business, business name,
        account, account name, employer, компания, организация, фирма, название компании, название организации, наименование,
        наименование организации, юрлицо, юр лицо, предприятие, место работы, компанія, організація, фірма, назва компанії, назва
        організації, підприємство, firma, nazwa firmy, przedsiębiorstwo, nazwa, organizacja, unternehmen, firmenname,
        firmenbezeichnung, betrieb, organisation firma, société, entreprise, nom de la société, raison sociale, empresa, nombre de la
        empresa, compañía, razón social
    """,
    "position": """
        position, job title, title, role, job, должность, посада, stanowisko, funktion, berufsbezeichnung, poste, fonction, cargo,
        puesto
    """,
    "city": """
        city, town, location, город, населённый пункт, нас пункт, місто, населений пункт, miasto, miejscowość, ort, stadt, wohnort,
        ville, ciudad, localidad, población
    """,
    "comment": """
        comment, comments, note, notes, message, description, enquiry, inquiry, question, request, remarks, комментарий, комментарии,
        примечание, примечания, сообщение, описание, заявка, вопрос, запрос, текст, заметка, заметки, коментар, коментарі, примітка,
        примітки, повідомлення, опис, запит, питання, komentarz, uwagi, notatka, notatki, wiadomość, opis, zapytanie, treść,
        kommentar, bemerkung, bemerkungen, notiz, notizen, nachricht, beschreibung, anfrage, anmerkung, commentaire, commentaires,
        remarque, remarques, demande, observations, comentario, comentarios, mensaje, nota, notas, observaciones, consulta
    """,
    "owner": """
        owner, responsible, manager, assigned to, assignee, sales rep, account manager, lead owner, ответственный, менеджер,
        ответственный менеджер, куратор, відповідальний, менеджер відповідальний, opiekun, odpowiedzialny, handlowiec, właściciel,
        zuständig, verantwortlich, betreuer, kundenbetreuer, bearbeiter, responsable, commercial, comercial, propietario
    """,
    "date": """
        date, created, created at, created time, created on, date created, timestamp, time, submitted at, date time, дата, дата
        создания, дата обращения, дата заявки, создано, создан, время, дата створення, створено, дата звернення, data, data
        utworzenia, utworzono, data zgłoszenia, datum, erstellt, erstellt am, erstellungsdatum, zeitstempel, date de création, créé
        le, fecha, fecha de creación, creado
    """,
    "website": """
        website, web, site, url, homepage, web site, сайт, веб сайт, www, strona, strona www, strona internetowa, webseite,
        internetseite, site web, site internet, sitio web, página web
    """,
    "tax_id": """
        tax id, vat, vat id, vat number, tin, инн, єдрпоу, едрпоу, ідн, nip, ust id, ust idnr, ustid, steuernummer, siret, siren,
        nif, cif
    """,
    "product": """
        product, service, product name, продукт, товар, услуга, послуга, produkt, usługa, produit, producto, servicio, dienstleistung
    """,
    "language": "language, lang, locale, язык, мова, język, sprache, langue, idioma",
    "country": "country, country code, страна, країна, kraj, land, pays, país",
    "subject": "subject, topic, тема, temat, betreff, thema, sujet, objet, asunto",
    "messenger": "telegram, телеграм, телеграмм, telegram username",
    "utm_source": """
        utm source, source, lead source, platform, источник, канал, источник заявки, джерело, źródło, zrodlo, quelle, herkunft,
        fuente, origen
    """,
    "utm_medium": "utm medium, medium",
    "utm_campaign": "utm campaign, campaign, campaign name, кампания, рекламная кампания, кампанія, kampania, kampagne, campagne, campaña",
    "utm_term": "utm term, keyword, ключевое слово",
    "utm_content": "utm content, ad name, adset name, объявление",
    "gclid": "gclid",
    "yclid": "yclid",
    "fbclid": "fbclid",
    "promo": "promo, promo code, promocode, coupon, промокод, купон, kod rabatowy, gutscheincode, code promo",
    "page": "page, page url, landing page, страница, сторінка",
}
"""Parted by commas. What several languages write alike stands once, where it means most."""

TELLING: Mapping[str, str] = {
    "email": "email mail почта пошта courriel correo емейл имейл mailadresse",
    "phone": """
        phone telephone tel телефон тел mobile мобильный мобільний telefon telefonnummer telefonu téléphone teléfono handy mobil
        сотовый whatsapp
    """,
}
"""A word in a longer name that tells what is in the column: `Телефон (рабочий)`, `Phone 2`."""
