"""The words of the hosted page and of its errors, in five languages."""

from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("en", "ru", "uk", "pl", "de")

_LABELS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    "greeting": ("Write to us", "Напишите нам", "Напишіть нам", "Napisz do nas", "Schreiben Sie uns"),
    "name": ("Your name", "Ваше имя", "Ваше ім'я", "Imię i nazwisko", "Ihr Name"),
    "given": ("First name", "Имя", "Ім'я", "Imię", "Vorname"),
    "family": ("Last name", "Фамилия", "Прізвище", "Nazwisko", "Nachname"),
    "phone": ("Phone", "Телефон", "Телефон", "Telefon", "Telefon"),
    "email": ("E-mail", "Эл. почта", "Ел. пошта", "E-mail", "E-Mail"),
    "company": ("Company", "Компания", "Компанія", "Firma", "Firma"),
    "message": ("How can we help?", "Чем мы можем помочь?", "Чим ми можемо допомогти?", "W czym możemy pomóc?", "Wie können wir helfen?"),
    "subject": ("Subject", "Тема", "Тема", "Temat", "Betreff"),
    "city": ("City", "Город", "Місто", "Miasto", "Ort"),
    "country": ("Country", "Страна", "Країна", "Kraj", "Land"),
    "position": ("Position", "Должность", "Посада", "Stanowisko", "Position"),
    "product": ("Product", "Товар", "Товар", "Produkt", "Produkt"),
    "send": ("Send", "Отправить", "Надіслати", "Wyślij", "Senden"),
    "sending": ("Sending…", "Отправляем…", "Надсилаємо…", "Wysyłanie…", "Wird gesendet…"),
    "optional": ("optional", "необязательно", "необов'язково", "opcjonalnie", "optional"),
    "thanks": ("Thank you!", "Спасибо!", "Дякуємо!", "Dziękujemy!", "Vielen Dank!"),
    "soon": (
        "We have received your message and will get back to you soon.",
        "Мы получили ваше сообщение и скоро ответим.",
        "Ми отримали ваше повідомлення і скоро відповімо.",
        "Otrzymaliśmy Twoją wiadomość i wkrótce odpowiemy.",
        "Wir haben Ihre Nachricht erhalten und melden uns bald.",
    ),
    "faults": (
        "Please check the marked fields.",
        "Проверьте, пожалуйста, отмеченные поля.",
        "Перевірте, будь ласка, позначені поля.",
        "Sprawdź zaznaczone pola.",
        "Bitte prüfen Sie die markierten Felder.",
    ),
    "leave_empty": ("Leave this empty", "Оставьте пустым", "Залиште порожнім", "Zostaw puste", "Bitte leer lassen"),
    "required": ("Please fill this in.", "Заполните это поле.", "Заповніть це поле.", "Wypełnij to pole.", "Bitte ausfüllen."),
    "too_long": (
        "At most {limit} characters, please.",
        "Не больше {limit} символов, пожалуйста.",
        "Не більше {limit} символів, будь ласка.",
        "Najwyżej {limit} znaków.",
        "Bitte höchstens {limit} Zeichen.",
    ),
    "invalid_email": (
        "This is no e-mail address: it needs an @.",
        "Это не адрес почты: в нём должен быть знак @.",
        "Це не адреса пошти: у ній має бути знак @.",
        "To nie jest adres e-mail: brakuje znaku @.",
        "Das ist keine E-Mail-Adresse: das @ fehlt.",
    ),
    "invalid_phone": (
        "This is no phone number.",
        "Это не номер телефона.",
        "Це не номер телефону.",
        "To nie jest numer telefonu.",
        "Das ist keine Telefonnummer.",
    ),
    "contact": (
        "Please leave a phone number or an e-mail so that we can answer.",
        "Оставьте телефон или почту, чтобы мы могли ответить.",
        "Залиште телефон або пошту, щоб ми могли відповісти.",
        "Podaj telefon lub e-mail, abyśmy mogli odpowiedzieć.",
        "Bitte geben Sie Telefon oder E-Mail an, damit wir antworten können.",
    ),
    "unreadable": (
        "The form could not be read.",
        "Форму не удалось прочитать.",
        "Форму не вдалося прочитати.",
        "Nie udało się odczytać formularza.",
        "Das Formular konnte nicht gelesen werden.",
    ),
}

WORDS: Final = {language: {key: said[number] for key, said in _LABELS.items()} for number, language in enumerate(LANGUAGES)}
"""By language, then by key."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a field is refused; `code` is for programs: required, too_long, invalid_email, invalid_phone, contact, unreadable."""

    field: str
    code: str
    limit: int = 0
    detail: str = ""

    def message(self, language: str) -> str:
        """The sentence for people; a language that we do not speak is English."""
        said = WORDS.get(language, WORDS["en"])[self.code].format(limit=self.limit)
        return f"{said} {self.detail}" if self.detail else said
