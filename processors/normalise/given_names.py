"""Given names in ru, uk, pl, en, de and fr with what people are called by them; data: a row a name, full forms | short and pet forms."""

NAMES = """
Александр Олександр Alexander Alexandre Alessandro Alejandro Alexandros | Саша Саня Шура Шурик Сашко Сашка Сашенька Санёк Санька Алекс
  Alec Al Sandy Sander Xander Olek Olo Sacha Сандро Лесь Олесь Lex Lexi Zander
Александра Олександра Alessandra Alejandra | Саша Шура Саня Сашенька Сашка Alex Ola Olka Oleńka Sandra Sandy Lexi Lexie Alexa Леся Sacha
  Xandra
Олеся Леся | Олеська
Алексей Олексій Aleksy Alexis | Лёша Лёха Лёшка Алёша Алёшка Лексей Альоша Олекса Льоша Alex Лекса Олесь
Анастасия Anastazja Anastasie Настасья | Настя Настенька Ася Стася Настуня Настюша Настёна Nastka Stacy Stacey
Анатолий Anatol Anatole | Толя Толик Толян Толька Tolek
Андрей Андрій Andrew Andrzej Andreas Andre Andres Андріан Anders | Андрюша Андрюха Андрійко Дрон Andy Drew Jędrek Jędruś Endru Dru Andruś
Andrea Andrée | Andi
Анна Ганна Ann Anne Hanna Anneke Анни | Аня Анюта Нюра Нюша Анечка Аннушка Ануля Анька Ася Ганя Ганнуся Anusia Andzia Nan Nancy Нюта Hania
Hanna Hannah Hanne | Hanni Hania Hanka Hannchen
Annette Aneta Anita | Anetka Netta Nettie Annie Annett
Annabel Annabelle | Belle Bella
Аня
Антон Антін Anthony Antonio Antoine Antonius | Тоша Антоша Антошка Тоха Tony Antek Antoś Tonio Антоха Тончик Anto Ant
Антонина Antonia Antonie Antonella | Тоня Тося Тонечка Тонька Antosia
Antoinette Antonietta | Toni Nettie Toinette Netti
Аркадий Arkadiusz | Аркаша Арик Кадя Arek Aruś Аркашка
Арсений Арсен Arseniusz | Сеня Арсюша Арсенька Арсик Сенька
Артём Артемий | Тёма Артёмка Тёмка Тёмыч Тьома Артемко Артёмчик
Артур Arturo | Артурчик Art Artie Turek Артик Arti
Борис | Боря Борька Бориска Боренька Бориско
Богдан Bohdan | Бодя Богданчик Boguś Bodzio Богданко Даня Дан
Вадим | Вадик Вадя Вадька Дима Вадимка
Валентин Walenty | Валя Валик Валентинка Val Валёк Валька Tino
Валентина Valentine | Валя Валюша Валечка Val Валька Валюха Wala Tina Walercia
Валерий | Валера Валерка Лера Вал Валерчик
Валерия Valerie | Лера Валера Лерочка Лерка Val Vallie
Варвара Barbara Barbora | Варя Варенька Варюша Варька Basia Baśka Barb Babs Barbie Bärbel Babsi Barbi
Василий Василь Basil Bazyli | Вася Васёк Василёк Васька Васько Васенька Васильок
Василиса Василина | Вася Лиса Васёна
Вера Віра | Верочка Веруня Верка Вируня Верунчик Верунька
Вероника Véronique | Ника Вероничка Ronnie Roni Vroni Werka
Виктор Vittorio | Витя Витёк Vic Viki Витюша Вітько Витька Витенька
Виктория Victoire Vittoria | Вика Викуся Vicky Tori Викуля Викулька Vic
Виталий | Виталик Вітя Виталя Талик Виталька
Виталия Виталина | Вита
Владимир Володимир Włodzimierz Waldemar | Вова Володя Вовка Вовчик Влад Влодя Włodek Володька Вован Вовочка Володенька Waldek Вольдемар
  Władek Waldi Włodzio
Владислав Ladislav | Влад Владик Славик Слава Władek Владя Владко Władzio Лад Владусь
Владислава | Влада Слава Владя Владка Władzia
Всеволод | Сева Севка Волод Лодя
Вячеслав | Слава Славик Славко Вячик Славка
Wacław Wenzel Wenceslas Вацлав | Wacek Wacuś Wenz
Галина Halyna | Галя Галочка Галка Галюся Гала Halinka Hala Halszka Галинка Галюня Халя
Геннадий | Гена Геник Генка Генаша Геша Генчик
Георгий George Jerzy Georg Georges Jorge Giorgio Jiří György | Жора Гоша Гера Жорик Гога Jurek Schorsch Гошка Jurand Гія Гиви
Jürgen Jorgen | Jürg Jogi
Jörg Jürg | Jogi
Герман Hermann Armand | Гера Гермаша Гермуша Hermi Harm
Глеб Гліб Hlib | Глебка Глебушка Глебчик Глібко
Глафира | Глаша Глашенька Глафа Графира
Григорий Gregory Hryhorii Grzegorz Gregor Grégoire Gregorio | Гриша Гришка Грицько Гриць Greg Grzesiek Grześ Grzesio Гришаня Гринько Gregi
  Grzechu
Дарья Дарина | Даша Дашенька Дашуля Дашка Darka Одарка Дашута Дара Дарынька Дарця
Даниил Данила Данило Daniel Daniele | Даня Данька Данилка Dan Danny Данко Danielek Данилко Данчик Danek
Денис Dionizy | Дениска Дэн Дениско Denny Дэнчик Денисик
Дмитрий Дмитро Dymitr Dimitri Дмитр Dimitrios | Дима Митя Димон Димка Димочка Дмитрик Дмитрусь Митька Митяй Димуля Dimi
Евгений Євген Yevhen Eugene Eugeniusz Eugen | Женя Женька Жека Євгенко Gene Gienek Геня Женечка Женік Генко
Евгения Yevheniia Eugenia Eugénie | Женя Женечка Genia Женька Жека
Егор | Егорка Гоша Егорушка Гора Жора Егорчик Гошка Єгорко
Екатерина Катерина Katarzyna Katharina Katherine Kathryn Katharine Cathrine | Катя Катюша Катенька Катька Катруся Катюха Катеринка Kasia
  Kaśka Kasieńka Kate Kathy Kat Kitty Kay Trina Kit Катри Катря Trine Rina
Елена Олена Helena Helen Hélène | Лена Леночка Ленка Оленка Оленочка Еленка Helenka Nell Nellie Leni Leno Ленуся Ленчик Ellie Hella
  Lenchen Elen
Алёна Альона Aliona | Алёнка Алёнушка Лена Альонка Леся
Елизавета Elizabeth Elisabeth Elżbieta Elisaveta Lisaweta Elisabetta | Лиза Лизавета Лизонька Лизка Lisa Liz Lizzie Beth Betty Betsy Bess
  Bessie Ela Elka Elżunia Liesel Lisbet Elsa Else Liesbeth Lieschen Sissi Libby Eliza Lizzy Lise Elise Elisa Bette Lizbeth Ilse Lilibet
  Elli Liesa Liesl
Иван | Ваня Ванька Ванюша Иванка Івась Івасик Вано Ванёк Ванечка Ванюха Іванко
Игорь Ihor | Игорёк Гоша Гарик Ігорко Игоряша Игорёша Ігорьок Гор Гаря
Илья Elias Élie Eliasz Elijah | Илюша Илюха Илька Ілько Eli Илюшка Lias Eliaszek
Инна | Инночка Инка Иннуся
Ирина Irene Irena Ярина | Ира Иришка Ирочка Irka Irenka Ириша Оришка Орися Іринка Irunia Ярися Ируся Яринка Renia
Арина | Ариша Аринка Аря Ариночка
Каролина Caroline Carolyn Carola | Лина Karolinka Carrie Carol Caro Line Carry Caz
Carol Carole | Carrie Caz Cazza
Кирилл Кирило Cyryl Cyrille | Кирюша Кирюха Кира Кирилко Кирька Кирюня Кир Киря
Кира Keira | Кирочка Кируся Кирюша
Константин Костянтин Konstanty Constantine | Костя Костик Костян Kostek Костюша Костяк Кость Kostuś Котя Konsti
Кристина Христина Christina Christine Kristin Christin Kristine Kristen Kirsten Christiane Christiana Христя | Крис Кристя Krysia Chris
  Tina Chrissy Kristi Christel Christl Krycha Stina Stine Криска Kirstie Kirsty Chrissie Krystynka Христинка
Ксения | Ксюша Ксюха Ксенечка Ксюня Xeni Ксенька Аксинья Ксюшка Сеня
Оксана Оксенія | Оксанка Ксана Сана Оксаночка Ксанка Оксануся Окса
Лариса | Лара Лариска Лорка Ларочка Лора Ларуся Lari
Лев Leo | Лёва Лёвушка Лёвка Львёнок Левко Лёвчик
Леонид Leonidas | Лёня Льоня Лёнька Лёнчик Лёник Leo Лесик Льонька
Leon | Leo Leoś Leonek Leosiek
Leonard Leonhard Leonardo | Leo Len Lenny Lennie Hardy Леня Leonek
Леонтий | Лёня Лео Льоня
Лидия Lydie | Лида Лидочка Lidka Лидуся Лидуша
Любовь Lubov Luba | Люба Любаша Любочка Любонька Любка Любава Любця Любаня
Людмила Ludmila | Люда Люся Мила Людочка Милочка Людка Ludka Люська Людася Людок Milka
Максим Maxime | Макс Максимка Максик Максюша Максимко Maksiu Maxi Максюта
Марина | Мариша Маринка Мара Маришка Маруся Мариночка Rina
Мария Mary Marie | Маша Машенька Маруся Марійка Маня Маруня Машуня Муся Маруська Машка Маняша Marysia Marysieńka Maryśka Molly Polly Mia
  Mitzi Mizzi Mimi Mariechen Moll Mae May Mamie Марічка Машуля Mańka Mieze Ria Rieke Marychna
Маргарита Margaret Małgorzata Margarete Marguerite Margareta Margret Margherita Margit Margrit | Рита Маргоша Марго Ритуля Ритка Gosia
  Małgosia Gośka Gosieńka Maggie Meg Peggy Greta Gretel Gretchen Grete Margot Marge Madge Daisy Marga Peg Gretl Mags Meggy Gocha Gretka
Марьяна Marianne Мар'янка | Nanne Марьяша Мара Janne
Матвей Матвій Matthew Mateusz Matthieu Matteo Matthäus Матфей Matfiy | Мотя Матвейка Matt Matty Matek Матюша Матвійко Матя Mateuszek Matys
  Teo
Matthias Maciej Matthis | Matze Hias Maciek Maciuś Maćko Matt Mats Mattes Thias Matti
Михаил Михайло Michael Michel Michele Miguel Michail Mikael Mihai | Миша Мишка Мишаня Михась Миха Михалыч Мишутка Mike Mick Micky Mikey
  Michi Michałek Misiek Micha Misia Michaś Мишенька Мишко Майкл Michau Miko
Надежда Надія Nadzieja Nadeschda | Наденька Надюша Надька Надійка Nadzia Надюха Надюшка
Надія | Nadka
Nadine Nadin | Nadi
Наталья Natalie | Наташа Ната Наталка Наталочка Nat Талка Талочка Натуся Наташка Натаха Nati Туся Наташенька Talia Tasha Natka Natala
Никита Микита | Никитка Ника Кита Nik Микитка Никитос Никитушка Микитко Niki Кит
Николай Микола Nicholas Mikołaj Nikolaus Nicolas Niklas Miklós Niccolò Никола | Коля Колька Колян Николаша Николка Миколка Колюня Колюша
  Nick Nicky Nico Mikuś Klas Klaus Mikołajek Миколко Micko Nickie
Klaus Klaas
Никифор Никифір | Ника Никиша Никифорка
Олег Oleh | Олежка Олежек Олежа Олегович Лега Лежка Олежко Олеженька
Ольга Olha Helga | Оля Оленька Олька Ольгуня Ola Ляля Олюша Ольгуша Ольгуся Ольця Лёля
Павел Павло Paul Pablo Paolo Paulus Pál Paavo | Паша Пашка Павлик Павлуша Павлусь Pawełek Paulie Pauli Пашуня Пашенька Павлентий Павлушка
  Pawka Paulinek Пашок
Полина Pauline Paulina Аполлинария | Поля Полюшка Полинка Paulinka Полечка Полька Pola Apolka Line Полюся Польця Lina
Paula Paola Paule | Pauli Paulina
Пелагея Пелагія Palahna | Поля Палаша Полинка Пелагеюшка
Пётр Петро Peter Piotr Pierre Pedro Petrus | Петя Петька Петрик Петруша Pete Piotrek Piotruś Pit Petey Peti Петруха Петюня Петюша Piet
  Pietrek Петюнька Pitty
Прасковья Параскева Параска | Паша Параня Проня Парася Пашенька
Роман Romain Romano | Рома Ромка Ромчик Ромашка Romek Romuś Ромочка Ромко Romi Ромик
Ростислав Rościsław | Слава Ростик Ростя Рост Славик Ростичек
Руслан | Русик Русланчик Рус Русланка Руся
Руслана | Руся Русланка Лана
Светлана Світлана | Света Світа Светик Светка Лана Світланка Светочка Светуля Светланка Lanka
Святослав Świętosław | Слава Славик Свят Святик Славко Святко
Святослава | Слава Святка
Семён Симеон | Сёма Сеня Сенька Сёмка Семко Семчик Сенечка
Simon Szymon Siméon | Szymek Si Szymuś Simi Симка Szymcio
Сергей Сергій Serhii Sergiusz Serge Sergio Sergius | Серёжа Серёга Сергійко Серж Serz Сержик Серёжка Sierioża Серый Серьожа Сергуня
  Serjoscha Сірьожа Сергунька
София Sophie Zofia | Соня Софа Софочка Сонечка Zosia Zośka Soph Sofi Софійка Сонька Софка Zosieńka Zocha Fia
Соня
Станислав Stanislaus | Стас Стасик Слава Staszek Stach Stan Stasiek Stasio Stachu Стасян Славик Stanis Stasiu
Станислава | Стася Слава Stacha
Степан Stefan Stephen Steven Szczepan Stéphane Étienne Stefano Esteban Stevan | Стёпа Стёпка Стефко Steve Steff Stefek Степко Stefcio
  Степанко Steffel Степашка Szczepek
Степанида | Стеша Степаша Стеня
Стефания Stephanie Stefani | Стефа Steffi Stef Stefcia Stefka Stevie Стеша Fanny Stephie
Тамара | Тома Томочка Tammy Tama Томка Тамарочка Mara
Тарас | Тарасик Тарасько Тараска
Татьяна Тетяна Taťána | Таня Танюша Танечка Тата Тетянка Танька Танюха Танюшка Танчик Таша Тяна Танюся Tanni
Tanja
Тимофей Тимофій Timothy Tymoteusz Timotheus Timothée Timoteo Tymon | Тима Тимоша Тимка Tim Timmy Tymek Тимко Timo Тимофейка Тимошка Тимох
Tim Timo | Timmy
Тимур Темур | Тима Тимурчик Тимурка Тимик
Ульяна Juliana Julianne | Уля Ульянка Ляна Julka Ула Улька Улечка Jule Уляша
Фёдор Федір Theodor Theodore Feodor Teodoro Tudor | Федя Федька Федько Ted Teddy Theo Дорик Федюня Teoś Федяша Federl Teodorek Фединька
Филипп Пилип Philippe Filippo Felipe | Филя Phil Pip Filipek Fips Филька Пилипко Пилипонька Lippe Philly Flip
Эдуард Edward Édouard Eduardo Edoardo | Эдик Эдя Ed Eddie Ted Edek Ned Edi Teddy Эдька Edzio Neddy
Элеонора Eleanor Eleonore Elinor Eleanora Elenor Lenore | Нора Эля Лёля Ela Ellie Nell Ell Nelly Норочка Nellie
Эльвира | Эля Эльвирка Ela Вира
Юлия Julie Giulia | Юленька Юлька Juli Jules Julcia Юлечка Юльча Юляша Юляся Julchen
Juliet Juliette Giulietta Джульетта | Jules Jule
Юрий Iouri | Юра Юрик Юрка Юрко Юраша Юрась Юрок Юрчик Jurek Юрочка Юрасик Georgij
Яков Яків Jacob Jakub Giacomo | Яша Яшка Jake Kuba Kubuś Jack Jakubek Яшенька Kubek Jaky Koby Яковчик Якубко Jockel
Jacques | Jacky Jack Jacquot
Яна | Яночка Янка Янчик Jani Януся
Janina | Janka Jasia Janeczka
Ярослав | Слава Ярик Славик Jarek Ярчик Яр Ярко Яря Jaruś Славко
Ярослава | Слава Яся Рося Jarka Ярочка Славка Ярця
Зинаида Zinaïde | Зина Зинуля Ида Зинка Зиночка
Зиновий Zenobiusz Зеновій | Зеник Зиня Зенко Зенон
Зоя Zoe | Зойка Зоечка Заинька Зоенька
Раиса | Рая Раечка Райка Раїска Раюша Раюся
Нина | Ниночка Нинуля Ninka Нінуся Нинэль
Нинель | Нелля
Нелли Неля | Нельча
Нонна | Ноночка
Клавдия Claudia Claudette | Клава Клаша Клавочка Klaudynka Claudi Клавка Claudine Kloda
Claude Klaudiusz Claudius Claudio Клавдий | Klaudek
Таисия Таїса | Тая Тася Таечка Тайка Таюша Таиска
Капитолина | Капа Лина Капочка Капитоша
Серафима | Сима Фима Симочка Серафимка
Серафим | Сима Фима
Евдокия Авдотья Явдоха Eudoxia | Дуня Дуся Дуняша Докія Дунька Дусенька Євдося Дуняшка Евдоша
Евдоким | Кима Авдоким
Евфросиния Ефросинья Euphrosyne Фросина | Фрося Фроська Фросенька Пріся Фросінка Фрузя
Агриппина Аграфена Горпина | Груня Груша Граня Феня Грунька Грушенька
Агафья Агата Гафія | Гаша Агаша Агафьюшка Aggie Agatka Гапка
Агния | Агаша Ася Агнюша
Акулина Килина Акилина | Акуля Куля Лина Акулька Киля
Алевтина Алефтина | Аля Тина Алечка Алевтинка Алька Альта
Алина Aline | Аля Лина Алинка Алиночка Алинушка Ala
Алла | Аллочка Алка Алуся Алюня
Альбина Albine | Аля Бина Альбинка Alba Аліна
Альфия | Аля Фия
Анисья Онисия | Ниса
Анисим Онисим | Аниска Онися
Анфиса | Фиса Анфиска Фиска
Афанасий Панас Опанас Athanasius | Афоня Афанасик Панасик Афонька Фоня Апанас
Вениамин Benjamin | Веня Ben Benny Benek Benjie Венька Венечка Бенчик Jamin Benno
Венедикт Бенедикт Benoît | Веня Ben Benek Dick Benni Bennet Benedek
Викентий Vincent Wincenty Vinzenz Vincenzo Vicente Винсент | Vince Vinnie Vin Vinny Wicek Zenz Enzo Кеша Викеша Vinz Wicuś
Виолетта Violet Violette | Вета Виола Vi Letta Wiolka Віта Lettie
Виола | Vi
Виринея Вириния | Вира Виринка
Гавриил Гаврило Havrylo Gabriel Гаврила | Гаврик Гаврюша Gabe Gabi Gabryś Gab Гаврилко Ганя Гаврюха
Гордей Гордій Hordii | Гордя Гордик Гордюша
Давид | Dave Davy Dawidek Dai Додик Dawidzio Давидко Dawcio Давидка Данко
Демид Диомид | Дёма Демидка
Демьян Damian Damien Damiano | Дёма Damianek Демьянка Damek Дёмка Demko Dami
Диана Diane Diann | Di Dee Дианка Didi Дина Дианочка
Дина | Динка Диночка
Евграф | Граша Евграша Графа
Евлампий Евлампія | Лампа
Евлампия | Лампа
Емельян Омелян Emilian | Емеля Еля Омелько Мелко Емелюшка
Еремей Ярема Иеремия Jeremy Jeremiah Jeremias Jérémie Jeremiasz | Ерёма Jerry Jem Jez Яремко Ерёмка Jeremek Jezza Jeremcio
Ермолай | Ермоша Ермолка Єрмоха
Ерофей Єрофій | Ероша Ероха Ерофейка
Ефим Юхим | Фима Ефимка Юхимко Фимочка Фимка
Ефрем Охрім | Фрема Ефремка Охрімко
Жанна Jeanne Żanna | Жанка Жаннета Жаннуся
Захар Захарій Zachary Zacharias Zachariasz Zacharie Захария Zachariah | Захарка Zach Zack Захарко Zachi
Златослава | Злата Слава
Злата | Златка Златуся
Игнатий Игнат Гнат Ihnat Ignatius Ignacy Ignaz Ignacio | Игнаша Nacek Nacho Iggy Игнатка Ignaś Naz Гнатко Ignac
Иларион Ларион Hilarion | Ларик Лара Лариоша Иларя
Иннокентий | Кеша Кеня Иннокеша Кешка Инок
Ипполит Hippolyte | Поля Ипполитка Поль
Ипат Ипатий Hypatius
Ираида | Ида Ира Раида Рая Ираидка
Исаак Izaak | Изя Ike Zak Исачок Isi
Исидор Сидор Sydir Isidore Izydor Ісидір | Сидорка Сидя Isi Izzy Dorek Изя
Карина Карині | Каринка Кара Рина Cari
Karen Karin | Kari Kaz
Кузьма Cosmas Kosma Кузьмо | Кузя Кузька Кузенька
Лаврентий Lawrence Laurence Lorenz Wawrzyniec Laurent Lorenzo Laurenz Лавр | Лавра Лаврик Лавруша Larry Laurie Lars Wawrzek Lenz Loz
  Lawrie Renzo Laurids Wawrek
Лазарь Елизар Lazarus Елеазар | Лазик Зарик Лазарко
Лора Laura Laure | Lori Laurka Lolly Лорочка Lorka Лорик
Lauren Loren Lauryn | Laurie Lori Loz Ren
Лукьян Lucian Lucien | Лукаша Lucek
Лука Lucas Łukasz Luke Luc | Łuki Lukasek Łukaszek Лукашка Лукася
Макар Макарий | Макарка Макаша Макарчик Mako
Марк Marek Marco Marcos | Marky Mareczek Марик Маркуша Марчик Maruś Marecki
Marcus | Marc Marki Maggus
Марта Marthe Марфа | Marty Mattie Martusia Patty Марфуша Mart Martunia Марточка Марфуся Martuś Tusia
Мартин Marcin Martino Márton | Marty Marcinek Martinek Tinus Maci Мартынка Tin Marcysia Marciś
Мартина Martine | Tina Martynka Marti Martusia Tine
Матрёна Мотря Матрона | Мотя Матрёша Мотрона Матрёнушка Мотрунка Мотька
Мелания Melanie Маланья Melany | Меля Маланка Mel Mela Melly Melka Lanie Мелася Mellie
Мефодий | Мефодя Мефодька Нефод
Милана | Мила Миланка Милаша
Милан | Миланчик
Милица Milica | Мила Милка
Мирон | Мироша Мирончик Мирка Ron Мироня
Мирослав | Мирек Слава Мирко Мирик Miro Славко Мирось Мирка Mireczek
Мирослава | Mirka Мира Слава Мирося Mirunia
Митрофан | Митя Митрофаша Митроша
Моисей Moses Mojżesz Moïse Moshe Moishe | Моня Мося Mo Моська
Мстислав | Слава Стива Мстиша
Назар Назарий | Назарка Назарик Назарко Зарик
Наум Nahum | Нюма Наумка
Нестор | Несторко Нестя
Никанор Никанір | Ника Никаша
Никодим Nikodem Nicodemus | Nikoś Никодя Nikuś Niko
Оксентий Авксентий | Оксен Авксен
Онуфрий Humphrey | Онуфрик Humph
Остап Евстафий Євстахій Eustachy Eustace | Остапко Остапчик Стафий
Орест | Орко Орестик
Осип Иосиф Йосип Yosyp Joseph Józef Giuseppe José Yosif | Ося Йося Joe Joey Józek Józio Sepp Jupp Pepe Peppi Beppo Jos Осенька Seppl Josi
  Ziutek Josh Йоська Jojo Pepito
Пантелеймон Пантелей | Пантя Паня Пантюша Палько
Парамон | Моня Парамоша
Платон Plato | Тоша Платоша Платя Платончик
Порфирий Порфир | Фира Порфиша
Прокофий Прокіп Prokop Прокопий | Проша Прокоша Прокопко Проня
Прохор Прохір Prochor | Проша Прохорка Прохорко
Радислав Радослав | Radek Слава Радик Радя Radzio
Радим | Радик Радимко
Родион | Родя Родька Радик Родиоша
Савва | Савка Савочка
Савелий | Савва Савка Савелко Савёлка Савушка
Самсон Sampson | Самсоша Sam
Самуил Самійло Samuel Samuele | Sam Sammy Самуйлик Сёма Sammie Муля Samu
Сидор Sydir
Сильвестр Sylvester Silvestre | Сильва Sly Sylwek Vester Vesti Sylwuś Селя Sil
Сильвия Sylvie | Сильва Syl Sylwka Silvi Sylwunia Silv Via
Софрон Сафрон Софроній | Софроша Сафа
Спиридон Свирид | Спиря Спиридоша Спира
Сусанна Susan Susanne Zuzanna Suzanne Susannah Сюзанна Suzan Сузанна | Sue Susie Suzy Zuzia Susi Zuza Sanne Sanna Suz Suze Zuzka Susa Сюзи
  Susch
Терентий Terence Terrance | Тереша Terry Tel Терёха Терешка Терень Tez
Тихон Тихін Tychon | Тиша Тихоша Тишка Тихонько
Трифон | Триша Трифоня
Трофим Трохим | Трофимка Троша Трохимко Трофа
Устин Юстин Ustym Юстим Justinus | Устинка Just Justynek Устя Justy
Устинья Юстина Justine Устина | Устя Устинька Justysia Tina Justynka Justi Justa
Фаина | Фая Фаечка Фанечка Фаня
Федот Федость | Федя Федотка
Федора Феодора Теодора | Thea Dora Theda Teosia Theo Феня Федорка Тодора
Фёкла Текля Thekla | Феклуша Теклюня Феня Tekli
Феликс Felice | Feluś Felek Felli Филя Lix Фелька
Фома Хома Thomas Tomasz Tommaso | Tom Tommy Tomek Tomuś Tomaszek Томка Фомка Tomcio Хомко
Фрол Флор | Фролка Флоря Фроша
Харитон Харитін | Харитоша Харя Тоша
Харлампий Харлам | Харлаша
Эмилия Emilie Emily | Emmy Em Emilka Millie Milly Mila Милия Emms Еля
Амалия Amelia Amélie | Amy Mela Millie Milly Mel Melka Mali Melcia Amelka
Эмма | Em Emmy Emmie Эммочка Емка
Эмиль Émile Emilio | Emilek Эмик Эмилька Milek Emi Milo
Эрик Erich | Rick Ricky Eryczek Эрчик
Эрика | Ricky Rika Ика
Юлиан Julien Julianus Giuliano | Юлик Jules Juli Julek Julianek Jule Юлька Ulian
Юлий Julius Juliusz Jules Giulio Julio | Юлик Julek Jule
Adam Adamo | Adaś Ad Адамчик Adamek Addy
Adrian Adriano Adrien Hadrian Андриян | Ade Adi Adrianek Адриаша Adik
Adriana Adrienne | Ada Adi Adria Andzia
Adelheid Adelaide Adelajda | Heidi Heide Addie Della Alke Heidchen
Adele Adela Адель Adelina Adeline | Addie Ada Della Адя Adelka Adelcia
Abigail Abigayle | Abby Abbie Gail Abs
Abraham Авраам Abram | Abe Bram Абраша Abi
Agnes Agnieszka Агнесса Agnese Agneta | Aga Agusia Aggie Nessie Agniesia Agi Agnisia Aguś Neli
Aidan Aiden
Aimee Amy Эми | Ames
Alan Allen Alain Alun | Al Alanek Ally Alcio
Albert Alberto Adalbert Elbert Albrecht | Al Bert Bertie Alby Berti Алик Bertl Альбертик Ala Berto Abert
Alfred Alfredo | Fred Alf Freddy Alfie Fredek Alfi Алик Алька
Alice Alicja Алиса Alicia Alix | Ala Alka Alcia Ally Алиска Allie Lissy Аля Алисочка Licia Alisia
Alison | Ali Allie Al
Aloysius Alois Alojzy Alojz | Loisl Alo
Amanda | Mandy Manda
Amber | Ambi
Angela Анжела Angelina Angelika Анжелика Angélique Aniela Анджела Angele | Angie Анжелка Geli Angy Anielka Angel Лика Геля Lina Анжи
  Ангелинка Гелка
Anselm Anzelm | Anse
Arnold Arnaud Arnoldo | Arnie Noldi Arnoldek Arni
Ashley Ashleigh Ashlee Ashly | Ash Asha
Astrid | Assi
August Auguste Augustyn Augustine Agostino Августин Augustus Август | Gus Gustl Gucio Augie Gust Gusti Augustynek
Barnabas Barnaby Barnaba Варнава | Barney
Barry Barrie | Baz Bazza
Bartholomew Bartłomiej Bartholomäus Bartosz Barthélemy Bartolomeo Варфоломей | Bart Bartek Barti Bartuś Bartolini Варфоша Barthel
Beatrice Beatrix Beata Beatriz Beate Беатриса | Bea Trixie Beatka Bee Beti Trixi Trix Ati Beacia
Bernard Bernhard Bernardo Bernd Bernt | Bernie Benek Berny Bern Bernardek Benno
Bernadette Bernadeta | Bernie Detta Bernadetka
Bettina | Tina Betti Tine Betsy
Blaise Błażej Blasius Власий Влас | Błażejek Blasi
Bogumił | Boguś
Bogusław | Boguś Bodek Bogdan Sławek
Bogusława | Bogusia Bodzia
Bolesław | Bolek Boluś Bolko
Bożena Божена | Bożenka Bożka
Bradley Bradford | Brad Brads
Brandon Brendan Brendon | Bran
Brian Brayan Bryant Brien | Bri
Bridget Brigitte Brygida Brigitta Birgit Brigid Birgitta Birgitte | Biddy Gitte Brygidka Gitta Biggi Bridie Gitti Brigi Britta Brit
Brittany Brittney | Britt Britty
Bronisław | Bronek Broniu Slawek Броня Bronko
Bronisława | Bronia Bronka
Bruno Brunon | Brunek
Caitlin Katelyn | Cait Kate Kat
Calvin Kelvin | Cal
Cameron | Cam Cammy
Camille Kamila | Cami Millie Kamilka Cam Milla Kama
Kamil Camillo | Kamilek Kam
Cassandra | Cass Cassie Sandra Sandy
Caspar Kasper Gaspard Jasper Kacper Gaspar | Kacperek Kas Kacpi Kasi
Cecilia Cäcilia Cécile Cecily Cäcilie | Celia Cissy Cecylka Zilli Sissy Cilly Cila Ceci Cesia
Celestine Celestyna | Celinka
Céline Celina Селин | Celinka Cela
Cezary Caesar César Cesare Цезарь | Czarek Czaruś
Charles Carl Karol Carlos Carlo Karel Károly | Charlie Chuck Charley Chas Chip Chaz Karolek Kalle Charly Karlchen Lolek Cal Karli Карлуша
  Chucky
Charlotte Carlotta Szarlota Charlene | Charlie Lottie Charly Lotta Lottchen Char Lotti Charley Tottie
Carla | Karli
Chelsea Chelsie Chelsey | Chels
Cheryl Sheryl Cherie | Cher Chez Cherry
Christopher Christoph Krzysztof Christophe Cristoforo Kristoffer Cristobal Христофор Kristof | Chris Kit Topher Krzysiek Krzyś Kris Krzych
  Christo Stoffel Krzysio Krzychu Stoffl Toph Chrissie
Christian Krystian Christien Христиан | Chris Kris Chrissi Chrischi Christi Krystek Krystianek Christl
Clara Claire Clare Clair Chiara | Klärchen Klarcia Clairy Klari Кларочка
Clarence | Clary
Clemens Clement Климент Clemente Клим Климентий | Clem Klemek Климка Clemi Menz
Clementine Klementyna | Clem Clemmie Tina Klemcia
Clifford Clifton | Cliff
Connor
Constance Konstancja Konstanze Costanza Констанция | Connie Stanzi Conny Kostka Stanze
Cora Corinna Corinne | Corry Korni
Cornelia Cornelie | Conny Nelly Nele Kora Corry Connie Nela Nelia Kornelka Corni Lia
Cornelius Kornel Corneille Корнелий Корней Корній Корнилий | Conny Nelek Cor Корнюша
Courtney | Court Corky
Cynthia | Cindy Cinda Thia
Cindy Sindy
Curtis | Curt
Czesław | Czesiek Czesio Czesiu
Czesława | Czesia Cześka
Dagmar Dagmara | Dasza Daga Dagi
Daniela Danielle | Dani Danka Danielka Danusia
Danuta | Danka Danusia Dana Danuśka
Dariusz Darius Dario Дарий | Darek Daruś Dareczek
Darren Darrin | Daz Dazza
Deborah Debora Debra | Deb Debbie Debby Debs
Denise Denisa Дениза | Den Deni Dee Dennie
Derek Derrick | Del Dez Rick
Detlef Detlev | Detti
Diether Dietrich Dieterich Thierry | Didi Dirk Dietz Dieti
Dirk Dierk
Dominic Dominique Domenico Domingo | Dom Nick Domi Domino Domek Domcio Nico
Dominika | Domi Dominisia Nika Domka Domcia
Donald Donal | Don Donnie Donny
Donna | Don
Dorothy Dorota Dorothea Dorothee Дорофея Доротея | Dot Dottie Dolly Dorotka Dora Dorle Thea Dodo Dorka Dori Doro Dorcia Dee
Doris | Dori Dorrie
Dorian | Dori
Douglas | Doug Dougie
Duncan | Dunc
Dustin | Dusty
Dwight | Ike
Eberhard Everard | Ebi Hardy Eber Eppo
Edgar Edgard | Ed Eddie Edi Эдик Gari
Edmund Edmond Edmundo | Ed Eddie Mundek Ned Edi Edek Mundi
Edwin | Ed Eddie Win Edek Edi
Edith Edyta | Edie Edi Edytka Dita Ditte Edzia
Eileen Aileen Eilene Aylin | Leen
Elaine Ilaine | Lainey Laney
Elke Elka
Ella | Ellie Эллочка
Ellen | Ellie Nell Elli
Elliot | Ell Eli
Elmar Elmer | Elmi
Elvis
Erin Aerin
Ernest Ernst Ernesto | Ernie Erni Ernestek Ernestl
Ernestine Ernestyna | Ernie Erna Stine
Erwin Irwin
Esther Hester Estera Эсфирь | Essie Hettie Hetty Ettie Fira Etti
Ethel | Eth
Eve Eva | Ewka Ewunia Evchen Evi Ewcia Ewusia Eef
Evelyn Eveline Ewelina | Ev Ewelinka Line Lyn Lina
Faith Faye Fay
Ferdinand Fernando Fernand | Ferdi Nando Ferdek Ferdl
Florence Florencja Florentine Florenz Florentyna | Flo Flossie Florrie Flora Floss
Florian | Flo Flori Florek Floh
Frances Francesca Franciszka Franziska Françoise Francine Франческа Francisca | Fran Frankie Franka Franny Fanny Franzi Frania Sissy
  Francie Fannie Franci Ziska Zissi Frannie Cesca
Francis Franciszek Franz François Francesco Francisco Франц Franciscus František | Frank Frankie Franek Franzl Paco Pancho Cisco Fran
  Franuś Frannie Franjo Franky Ferenc
Frank Franklin | Frankie Franky
Frederick Friedrich Fryderyk Fredrick Federico Фридрих | Fred Freddie Freddy Fritz Frycek Fredek Rick Fiete Friedel Friedo Friedl Fritzi
Frederica Friederike Fryderyka Frédérique Federica | Freddie Rika Rike Frieda Fritzi Ricki Friedel
Frieda Frida | Friedel Friedchen
Gabriela Gabrielle | Gabi Gabrysia Gaba Brielle Gabs Gabka Gabe
Gareth Garth | Gaz
Gary | Gaz Gazza
Gavin | Gav
Gemma Jemma | Gem Gems
Genevieve Genowefa Genoveva | Gen Genia Ginny Jenny Gina Vevi Viv Evy Gienka
Georgina Georgia Georgiana Georgette Georgine | Georgie Gina Georgy Gigi Gia
Gerald Jerald Gerold | Gerry Jerry Ger Jerrie
Geraldine | Gerry Dina
Gerard Gerhard Gerardo Jerard Gerhardt Gerd Gert | Gerry Jerry Gerdi Hardy Gerek Gero
Gertrude Gertrud Gertruda | Trudi Gerti Trude Gert Gertie Traudl Traude Truda
Gilbert Gilberto | Gil Bert Gib
Gillian Jillian | Jill Gill Gilly Jilly
Gisela Gisele Gizela Жизель | Gisa Gizi Gisi Gila
Glenn Glyn
Gloria | Glo
Gordon | Gord Gordie
Gottfried Godfrey Godfryd Geoffrey Jeffrey Jeffery Geoffroy | Jeff Geoff Friedel Götz Jeffy
Grace Grazia Grażyna Gracia | Grażka Grażynka Grażunia
Graham Graeme | Gra
Grant
Günther Гюнтер | Günni Gün
Gustav Gustave Gustavo | Gus Gucio Gustl Gustek Gusti
Hannelore Hannelor | Hanne Lore Hanni
Hans Johann Johannes Иоганн Ганс Joannes | Hansi Hannes Hänsel Jens Jo Hanneschen Johnny Hänschen Janni Hennes
Hansjörg Hans-Georg
Harold Harald Гарольд | Harry Hal
Harry Harrison | Haz Hal
Harriet Henrietta Henriette Henryka Генриетта | Hattie Harrie Hatty Hettie Etta Henny Henia Jette Riette Hetty
Hartmut | Hardy Hartl
Heather | Heath Hettie
Hedwig Jadwiga Hedviga | Hedi Jadzia Wiga Jaga Jadźka
Heidi Хайди
Heike Haike
Heinrich Henry Henryk Heinz Hendrik Enrico Enrique Hinrich Генрих Анри Hinnerk | Hal Hank Harry Heini Heiner Henny Heniek Henio Rik
  Henning Hein Генри Henryczek Heino Henne Гена
Helmut Гельмут | Helmi Heli
Herbert Heribert Герберт | Herb Bert Herbie Herbi Bertl Bertie
Herta
Hilary Hilaire | Hil Larry
Hildegard Hildegarda Hilda Hilde | Hildy Hilli Hildchen
Horst | Hotte
Howard | Howie
Hubert Hubertus | Bert Hubi Hubercik Bertl
Hugh Hugo Hugues Ugo Гуго Хьюго | Hughie Hugi Huey Hugs
Ian Iain Йен
Ida | Idka Idzia
Ilona | Ilonka Ilka Loni
Inga Ingeborg Inge | Ingi Ингочка Borg
Ingrid | Inge Ingi Gitta
Ines Inez Инесса
Ireneusz Irenaeus Ириней | Irek Iruś
Irma | Irmi Irmchen
Irmgard Irmengard | Irmi Irma Irmchen
Isabel Isabella Isabelle Izabela Isobel | Izzy Bella Belle Iza Izka Bell Tibby Izunia Isa Ibby Изя Isi Izabelka
Iwona Yvonne Yvette | Vonnie Iwonka Evi Iwka Vonny Ivi Iwcia
Jacek Hyacinth | Jacuś Jacenty
Jacqueline Żaklina Jacquelyn Jacklyn Жаклин | Jackie Jacqui Jacky
James Jaime Jameson | Jim Jimmy Jamie Jem Jimbo Jimmie Jay
Jan | Janek Jasiek Jaś Jannik Jano Jasio Janeczek Jasiu Janko
Jane Jayne Джейн | Jenny Jan
Janet Janette Jeannette Janetta Żaneta Жанета Джанет | Jan Jen Netta Nettie Netti Żanetka
Janice Janis | Jan
Janusz Januarius | Januszek Jano Jasio
Jasmine Jasmin Jazmin Jasmina Жасмин | Jas Jazz Jazzy Mina
Jason Джейсон Jayson | Jay Jase
Jean | Jeannie
Jean-Pierre | Jeanpi
Jean-Claude | Jeancl
Jennifer Дженнифер | Jen Jenny Jennie Jenna
Jessica Dżesika Джессика | Jess Jessie Jessy
Jesse Jessy | Jess
Joachim Иоаким Яким Joaquín | Achim Jochen Joschi Jochim Jo Юхим Якимко
Jochen Jochem
Joan | Joanie Jo
Joanna Johanna Joanne Giovanna Juana Иванна Johanne | Jo Asia Aśka Joasia Asieńka Hanni Jannie Hansi Hanne Joaśka Johnna Іванка Asiula
Joel Иоиль | Jo
John Jon Johnathan Джон | Johnny Jack Jackie Johnnie Jock Jonny Jonno
Jonathan Jonathon Johnathan Ионафан Johnathon | Jon Jonny Jonty Nathan Johnny Jonno Jona
Jonas Jonasz Jonah Иона | Joni
Jordan Jordyn Jourdan | Jordy Jord
Josephine Józefina Josefina Józefa Josefa Жозефина | Josie Jo Fina Ziuta Josi Fine Sefa Josefinchen Posy
Joshua Josué Jozue Иисус Jesús | Josh Joshie Chuy
Joyce | Joy
Judith Judyta Giuditta Юдифь | Judy Jude Judytka Jutta Jutka
Jutta Jutte
Karsten Karstin | Kalle
Kathleen Kathlyn | Kathy Kate Kath Kay
Kay Kaye
Kayla | Kay
Kazimierz Casimir Казимир | Kazik Kazio Kaziu Kazek
Kazimiera | Kazia Kaśka
Keith | Keef
Kelly Kelley Kellie | Kel
Kenneth | Ken Kenny Kennie
Kerstin Kirstin | Kersti
Kevin | Kev Kevi
Kimberly Kimberley Kimberlie | Kim Kimmy Kimmie Kimber
Kinga Kunigunde | Kinia Kunda
Konrad Kuno Kondrat Кондратий | Konradek Connie Conny Kondzio Kunz Кондраша
Kurt Curtis | Kurti
Kyle
Lech Leszek Leslaw | Lesio Leszko Lesiu Lechu
Leah Lea Leia Лия
Leokadia | Loda Lodzia Leosia Lena Lodka
Leopold | Leo Poldi Poldek Poldl Polda
Leslie Lesley Lesly | Les Lez
Lewis Louis Ludwig Ludwik Luis Luigi Lodewijk Людвиг Луи | Lou Ludek Luki Lutz Ludi Lew Wiggerl Luggi Lucek Ludwiś
Lindsay Lindsey Linsey | Linz Lin
Linda Belinda Melinda | Lindy Lin Lynnie
Lothar Lothaire
Louise Luise Luiza Louisa Ludwika Lovisa Luisa | Lou Lulu Luiska Isa Lisl Luśka Lu Wika
Lucy Lucia Łucja Lucie Lucille Люция Luzie Luzia Люсия Люсі Lucinda | Lu Lucynka Łucka Lulu Luz Zia Lusia Cindy
Lucyna Lucine | Lucynka Luśka Lusia
Lutz Luz
Lynn Lynne
Magdalena Magdalene Madeleine Madeline Магдалина Madalena Madelyn | Magda Lena Maggy Magdusia Madzia Leni Maddie Madge Lenchen Maddy
  Magdzia Maggie Madlen
Magda
Maja | Majka Маюша Majeczka
Malcolm | Mal Malky
Malwina | Malwinka Мала
Mandy
Manfred | Manni Fred Fredi
Manuel Emmanuel Эммануил Manolo Emanuele | Manny Manu Manolito
Manuela Emmanuelle Emanuela | Manu Mani Nela
Marcel Marceli Marcello Марсель Marceau | Marcelek Marci Celek
Marcelina Marceline Marcella Марселина | Marcelka Celina Marcy
Marian Mariano | Maryś Marianek Мар'янко
Marilyn | Mary
Marion Marian Maryon
Mariola | Mariolka Jola
Jolanta Yolanda Jolanda | Jola Jolka Jolcia
Marissa | Rissa Mari
Mariusz Marius Mario Марий | Mariuszek Maryś
Marlene Marlena Марлен | Leni Lena Marlenka Marli
Marlies Marlis Marieluise Marlise | Lies Marli
Marvin Merwin | Marv
Mathilda Mathilde Mechthild | Tilly Tilda Mattie Tillie Tildi Matti Matylka
Maureen | Mo Reenie
Maurice Moritz Maurycy Mauricio Mauritz Maurizio Морис | Mo Moriz Morrie Maury
Maximilian Maximilien Massimiliano | Max Maxi Maksio Maxl Mäxchen Maksiu Milian
Max
Megan Meagan | Meg Megs Meggie
Melissa | Mel Missy Lissa Mellie
Melvin | Mel
Mervyn | Merv
Michelle Michaela Michalina Micaela Mikayla Михайлина Makayla | Mickey Micha Michi Michasia Misia Shell Chelle Mischa Micky Michalinka
Mieczysław | Mietek Miecio Mietko Mieciu
Mildred | Millie Milly Dred
Miłosz Milos | Miłek Miłoszek
Mitchell | Mitch Mitchie
Mohammed Muhammad Mohammad Muhammed Mehmet Магомед Mahomet | Mo Hammy Memo Мага Mehmed
Monica Monique | Moni Mona Monia Mo Moniczka Monisia Monka Nika
Morgan Morgane | Mo Mogs
Nathaniel Nathan Nathanael Нафанаил | Nat Nate Than
Neil Neal Niall
Nigel | Nige
Nicole Nikola Nicoletta Nicolette Николь | Nicky Nika Nic Cole Nikolka Nico Nici Coco Colette
Noah Noe Ной
Norbert Norberto | Norb Bert Norbi Norbercik
Norman Normand | Norm
Olaf Olav | Oli
Oliver Оливье | Ollie Olli Oliwierek Noll Olek
Olivia Olive | Liv Livvy Ollie Olly Oliwka Vivi Libby Livia
Oscar | Ozzie Oskarek Oski Ossi Oz
Oswald Oswaldo | Ozzy Oz Waldi Ossi Oswi
Otto Otton Odo | Ottel Ottek
Ottmar | Otti
Pamela | Pam Pammy
Patricia Patrycja Patrizia Patrice Патрісія | Pat Patty Trish Tricia Patka Patsy Trisha Pattie Tryśka
Patrick Patrizio | Pat Paddy Rick Patryczek Patty Padraig
Penelope Пенелопа | Penny Nell Pen
Petra | Petri Peti
Phyllis | Phyl
Prudence | Prue
Priscilla Priska | Cilla Pris Prissy Cill
Przemysław Премислав | Przemek Przemo Przemko
Rachel Rachael Rahel Rachela Rachelle Рахиль Raquel | Rach Rae Rachy
Rafael Raffaele Рафаил | Rafi Rafałek Raff Rafcio Rafa Рафик
Rainer Reiner | Rainy
Ralf Raoul Рольф Rafe | Rolfi Ralfi
Randall Randolph | Randy Rand
Raymond Raimund Ramon | Ray Rajmundek
Rebecca Rebekah | Becky Becca Reba Beck Becks Rivka
Regina Regine | Reggie Gina Reni Renia Gigi Ginka Рега
Reginald Reynold | Reg Reggie Reggy Rex
Reinhard Reinhardt Reynard | Hardy Reini
Reinhold Reinold | Reini Holdi
Remigiusz Remi Remigius | Remek Remik
Renata Renate | Reni Renia Renatka Nate Natka Renka Ната
René | Reni
Richard Ryszard Ricardo Richart | Rick Dick Rich Richie Ricky Rysiek Rysio Dickie Richi Rysiu Ricardito
Rita
Robert Roberto | Роб Боб Bobby Robbie Robby Bert Robek Robuś Bobbie Berto Робик Robcio
Roberta | Bobbie Robbie Berta
Robin | Rob Robbie
Roderick Rodrigo | Rod Roddy Rick
Rodney | Rod Roddy
Roger Rodger Ruggero Rogelio Роже | Rog Rodge Dodge
Roland Rolando Orlando | Rolly Roley Rollo
Ronald | Ron Ronnie Ronny
Rosa Rose Róża | Розочка Różyczka Rosi Rosita
Rosalie Rosalia Rozalia Rosalind Rosalyn | Rosie Rozia Rosi Salli Roz Rozalka Розочка Linde Rozka
Rosemary Rosemarie Rosmarie | Rosie Romy Rosi
Roxanne Roksana Роксолана | Roxy Roxie Roks Roksanka
Rudolf Rodolfo Rodolphe | Rudi Dolf Rolli Rudek Dolfi Рудик Rudl
Rüdiger | Rüdi
Russell | Russ Rusty
Ruth Руфь | Ruthie Ruthchen Ruthi
Ryan
Sabine Sabina | Bine Sabinka Bina Sabi Biene Sabcia
Sabrina | Brina Bri
Salomea Salome Соломия Соломонида | Salka Sally Соля Солоха Meta Мія Сола
Samantha | Sam Sammy Sammie
Sandra Sandrine | Sandy Sanni
Sarah Sara Sarai | Sally Sal Sadie Sari Sarunia Sarka Sarcia
Scott | Scotty Scottie
Sean Shaun Shawn Shane | Shauny
Sebastian Sébastien Sebastiano Севастьян | Seb Basti Sebek Bastian Wastl Seba Bastien Sebi Bast Sebuś Sebcio
Sharon | Shaz Shari
Sheila Shelagh | She
Shelley Shelly Shelby
Shirley | Shirl
Sidney | Sid
Siegfried Zygfryd Sigfrid | Sigi Fred Sigge Zyga Friedel Sig
Sigmund Zygmunt Siegmund Sigismund Зигмунд | Sigi Zyga Zygmuś Mund Ziggy
Sigrid Zygryda | Siggi Siri
Simone Simona | Simi Moni Mona
Sławomir | Sławek Mirek Sławuś Slawko
Solomon Salomon | Sol Solly Sal Моня
Stacey Stacy Stacie
Stanley | Stan
Stella Estelle | Stel Stelka
Stuart Stewart | Stu Stew
Svenja
Tadeusz Thaddeus Thaddäus Фаддей Тадей Taddeo | Tadek Tadzio Thad Teddy Taddy Tadeuszek Tadziu
Tabitha | Tabby Tabs
Theresa Therese Тереза | Terry Tess Tessa Tereska Resi Tere Tessie Resl
Theobald Dietbald | Theo Thibault Tibi
Thorsten Thorstein | Toto
Tiffany | Tiff Tiffy
Tobias Tobiasz Toby Tobia | Tobek Tobe Tobin Tobiś
Todd
Tracy Tracey Tracie
Travis Trevor Trev
Udo
Ursula Urszula Orsolya Ursulina | Ula Uschi Ursel Ulka Uli Sula Usch Urszulka Ulcia
Ulrich Ulrik Ольрих | Uli Utz Rik Ulle
Ulrike Ulrika | Uli Ulla Rike Rika Riki
Ute Uta
Uwe Ove
Vanessa | Nessa Ness Van Nessi Vanni
Virginia Virginie Вирджиния | Ginny Ginnie Gina Virgie Ginger
Vivian Vivienne Viviane Vivien | Viv Vivi Vivie
Volker Folker
Walter Gautier Уолтер | Walt Wally Walti Wat Waltek
Waltraud Waltraut Waltraute | Traudl Traudi Walli Traude
Wanda | Wandzia Wandeczka Vandi
Werner
Wesley | Wes
Wiesław | Wiesiek Wiesio Wiesiu
Wiesława | Wiesia Wieska
Wilfried Wilfrid | Will Fred Willi Wilf Friedel
Wilhelm Wilhelmus Вильгельм Guillaume Guglielmo Guillermo | Willi Wilm Wim Helm Wiluś Willem Wille
Wilhelmina Wilhelmine Vilma Вильгельмина | Mina Minnie Willa Willie Helmi Minchen Billie Velma
William Уильям Willem | Will Bill Billy Willy Willie Liam Wills Billie
Winifred Winfried | Winnie Freda Win Fred Winni Friedel
Witold Vytautas | Witek Wituś Witolduś
Wojciech Войцех | Wojtek Wojtuś Wojciu Wojtas
Wolfgang Wolfram | Wolf Wolfi Wolle Wulf
Xavier Ksawery Javier | Xav Javi Xaverl Veri
Zbigniew Zbyněk | Zbyszek Zbyś Zbynio Zbyszko Zbychu Zbig
Zdzisław | Zdzisiek Zdzich Zdzisio Zdzicho Zdzichu
Zdzisława | Zdzisia
Zenon | Zenek Zeno Zenuś Зенко
Ayşe Aisha
Fatima Fatma | Fati
Ahmed Ahmad Ahmet Ахмат | Ахмедка
Ali
Hussein Гусейн
Hasan Гасан
Ibrahim Ибрагим Ibraheem | Ibo Ибра
Mustafa
Yusuf Yousef Юсиф
Rustam Рустем | Рустик
Rashid Rasheed Рашит
Marat | Маратик
Renat Ринат | Ренатик
Ildar | Ильдарик
Damir | Дамирка
Timerlan Тамерлан
Elnur
Aslan
Zaur | Заурик
Gulnara Гюльнара Gulnar | Гуля Гульназ Нара
Aigul | Айгулька
Leila Layla
Zarina | Зара Рина
Amina Emine
Karim Kareem
"""
"""One name a row, which a line that is indented goes on with; before the bar full forms, the usual ones of several languages, the first of them
stands for the name; after it what its bearers are called. A word may stand for several names."""

PLAIN = """
Авдей Агап Агапит Агафон Азарий Аким Аксён Александрин Алим Амвросий Амос Ананий Анатолия Андрон Андроник Аникей Аникита Антип Антонида
Аполлон Аристарх Аристид Арон Архип Арефий Аскольд Афиноген Афонасий Аверьян Аверкий Автандил Богдана Божидар Болеслава Бажен Белла Берта
Боян Будимир Вавила Валерьян Варлаам Велимир Венера Викторин Викула Виссарион Володар Галактион Гаральд Гедеон Гелий Герасим Гликерия
Горазд Горислав Гостомысл Гремислав Григорина Гурий Дан Дементий Дмитриан Добромысл Добрыня Доброслав Домна Дорофей Евдоксия Евпраксия
Евсей Евстигней Евтихий Евфимий Евфимия Елисей Епифан Ермил Ермак Ефимия Ждан Завьялий Звенислава Земфира Зиновия Зинон Златан Зосима
Измаил Изот Изяслав Илиодор Ингвар Иов Иосафат Ираклий Исай Исидора Ия Каллистрат Калерия Капитон Карп Касьян Ким Кир Клементий Корнил
Лада Ладимир Лана Лиана Лина Лолита Лонгин Лукерья Лучезар Любим Любомир Любомира Любомысл Мавра Мариам Мартемьян Мартьян Меркурий Мила
Милен Милий Мина Мира Михей Модест Мокей Мокий Нарцисс Неонила Неонил Нефёд Никандр Никон Нифонт Новелла Октавиан Октябрина Олимп Олимпий
Олимпиада Осман Остромир Памфил Панкрат Панкратий Панфил Парфён Парфений Пармен Пахом Пётрина Пимен Платонида Поликарп Потап Пров Прокл
Пульхерия Рада Радован Радомир Радмила Ратибор Ратмир Рем Рена Римма Ролан Рюрик Саверий Савватий Сармат Святополк Северин Северьян
Селиван Селиверст Серапион Сила Силантий Силуан Синклитикия Сигизмунд Снежана Созон Сократ Соломея Спартак Станимир Стоян Таира Тарасий
Твердислав Творимир Тит Тихомир Трифилий Трофимий Ульян Фатьян Феврония Федосей Федосий Федосья Федул Феогност Феодосий Феодосия Феоктист
Феоктиста Феофан Феофил Феофилакт Ферапонт Филарет Филимон Филат Филомена Фирс Флавий Флорентин Флора Фока Фортунат Фотий Фотина Цветана
Эмир Эраст Эсмеральда Эмин Юнона Юст Юстиниан Юханна Ювеналий Якун Януарий Яромир Ярополк Яромила Августина Аврелій Азалія Альберта
Арсенія Артемія Борислав Братислав Буревій Вадимир Варфоломій Венедикта Вербина Вілена Віленій Вілен Володимира Врода Голуба Горислава
Дзвенислава Дмитрина Добромир Доля Ельза Златоуст Зоряна Зореслава Катруся Квітослава Левко Любава Лілія Лілея Малуша Маркіян Милослав
Мілена Миролюб Олександрина Олелько Орина Панько Радослава Ромен Русалина Світозар Січеслав Сніжана Спас Степанія Судислав Тарасія
Твердослав Тимофія Хвала Хвиля Хотимир Царук Чесна Юхимина Ясногор Єсенія Мія Вікторина Ada Adolf Albin Aldona Aleksja Alfons Amadeusz
Ambroży Anastazy Andżelika Apoloniusz Ariel Arleta Asja Aurelia Aureliusz Bianka Blanka Boguchwał Borzena Bożydar Cecyl Celestyn Cyprian
Dagna Dalia Delfina Dobromiła Dobrosława Donata Eliza Emila Ewaryst Fabian Fabiana Faustyna Feliksa Felicja Gaja Gaweł Genowef Gniewko
Gracjan Halszka Hieronim Hipolit Honorata Idalia Idzi Iga Iwo Izolda Jagna Jagoda Jakubina Janka Jędrzej Jowita Józefat Julita Kaja
Kajetan Kalina Kalikst Kamelia Klaudyna Kleopatra Kordian Kunegunda Leonia Leontyna Lidka Lila Liliana Livia Ludomir Lubomir Lubomira
Malina Marcjanna Maryla Marzanna Marzena Mateusza Medard Melchior Mela Metody Mieszko Miłka Miłosława Mirella Napoleon Narcyz Nasturcja
Natasza Nela Nora Odeta Oktawia Oktawiusz Olgierd Ormund Otylia Pankracy Petronela Placyd Pola Prakseda Prot Protazy Przybysław Radomił
Rafaela Remigia Roch Romuald Rozalinda Ruta Sambor Scholastyka Serafin Seweryna Sobiesław Stoisław Sykstus Świętopełk Tola Tomir Tytus
Unisława Wielisław Wiktoriusz Wit Wojsław Zdzimir Ziemowit Żywia Ignacja Inka Kacperek Leopoldyna Achim Adelbert Adalbrecht Alma Almut
Alwin Alwine Angelo Anke Anna-Maria Annegret Annelie Annelies Anneliese Annemarie Annerose Antje Ariane Arne Arno Arnd Arndt Asta Axel
Baldur Balthasar Bodo Bert Berthold Bertram Bjarne Björn Birte Brit Burkhard Burghard Carlheinz Christa Christl Cordula Cosima Dagobert
Dana Diethelm Dietlinde Dietmar Dittmar Dorit Dörte Eckart Eckhard Eckehard Edda Edeltraud Edeltraut Egbert Egon Ehrenfried Ehrhard Eike
Eleni Elfi Elfriede Elli Engelbert Enno Erhard Erna Ernstine Esra Etta Ewald Falk Falko Felicitas Fiona Folkert Franco Frauke Freya
Friedbert Friedemann Friedhelm Friederich Friedlinde Fridolin Fürchtegott Georgios Gerda Gerhild Gerlinde Gernot Gero Gerta Gesa Gesche
Gesine Gereon Giesela Giovanni Gotthard Gotthold Gotthilf Gottlieb Gottlob Gudrun Gundula Gunda Gunnar Guido Götz Hanno Hanspeter
Hans-Joachim Hans-Jürgen Hans-Dieter Hans-Werner Hans-Ulrich Hans-Hermann Karl-Josef Karl-Otto Karl-Friedrich Hatice Hauke Haydar Heide
Heidemarie Heidelinde Heiderose Heidrun Heiko Heinz-Peter Hella Helmtraud Henning Henny Herma Hermine Herwig Herwart Hiltrud Holger Holm
Ilka Ilse Imke Immo Ingbert Ingetraud Ingo Ingolf Ingrun Insa Irmela Irmtraud Irmhild Isolde Jens Jo Jobst Johannis Jolanthe Josua Jost
Jupp Kathi Kilian Knut Korbinian Kord Kreszentia Kreszenz Lambert Lasse Leif Leonie Leopoldine Liane Lieselotte Liselotte Lilli Lilo Lisa
Lore Loni Lotte Ludger Ludolf Luitgard Luitpold Maike Meike Malte Mara Mareike Mareile Margitta Marga Margund Marit Marika Marita Marten
Mats Meinhard Meinolf Meta Metin Mike Mirco Mirja Mirjam Mona Murat Nele Nico Nils Nuray Ole Ortrud Ortwin Ottilie Otfried Ottokar
Paul-Heinz Pascal Philine Pia Pius Quirin Ramona Reinhilde Reinhardine Reinholde Reimund Resi Ria Ricarda Ringo Robby Rocco Rolf-Dieter
Romy Ron Ronja Ronny Rosita Rosl Roswita Ruprecht Ruthild Salvatore Samira Saskia Selim Selma Sibylle Siegbert Sieglinde Siegmar Siegrun
Sigmar Sigurd Silke Silvana Silvio Sina Sinaida Slobodan Sönke Sören Steffi Stilla Sünje Sükrü Sven Svea Swantje Thea Theda Theresia Thilo
Till Tillmann Tino Tom Traute Traugott Trude Ulf Ulla Undine Urs Veit Verena Vinko Vitus Volkhard Volkmar Waldtraut Walburga Walfried
Walpurga Waltrud Wendelin Wernfried Wieland Wiebke Wiegand Winand Wolf Wolfhard Wolfdietrich Wulf Yannick Ylva Zoran Zita Cemal Ayse Elif
Zeynep Emre Kemal Cem Deniz Can Burak Özlem Sevgi Songül Ferdi Ömer Ismail Orhan Erkan Serkan Volkan Hakan Alana Alec Alexandria Alfie
Amir Angel April Archie Ariana Arlene Audrey Aubrey Austin Ava Avery Bailey Barbra Becky Benny Bernice Bessie Bethany Beverley Beverly
Billie Blake Blanche Bonnie Brady Brandi Breanna Brenda Brent Brett Briana Brooke Bruce Bryce Bryn Byron Caleb Callum Candace Candice Cara
Carly Carlton Carlene Carmen Carrie Carson Carter Casey Cassidy Cecelia Cedric Celia Chad Chantelle Charity Charmaine Chase Chester
Cheyenne Chloe Christie Christy Claudine Clay Clayton Clint Clinton Clive Clyde Cody Colin Colleen Colton Corey Cory Craig Cristal
Cuthbert Daisy Dakota Dale Dallas Dalton Damon Dane Danny Darlene Darrell Darryl Dave Dawn Dean Deanna Deena Delbert Delores Demi Desmond
Destiny Devin Devon Dexter Dolores Donovan Dora Doreen Drew Duane Dwayne Dylan Earl Ebony Eddie Edna Edwina Ellis Elisa Eloise Elsie Enid
Erma Esperanza Ethan Eunice Evan Everett Felicia Felicity Fern Fletcher Floyd Forrest Fred Freddie Gail Gayle Gena Geneva Gene Geoff Gerry
Gina Ginger Gladys Glenda Gregg Greta Gwen Gwendolyn Guadalupe Guy Hailey Haley Hamish Harley Harvey Hattie Hayden Hazel Heath Hector
Holly Homer Hope Horace Hunter Imogen Ira Iris Isaiah Isla Israel Ivor Ivy Jack Jackie Jackson Jada Jade Jamal Jami Jared Jarrod Jay
Jayden Jena Jermaine Jerome Jerry Jill Jim Jimmy Jocelyn Jodi Jodie Joey Johnnie Johnny Jolene Joni Juan Juanita Judy June Kari Kate
Katrina Kayleigh Kaylee Kelsey Kendra Kendall Kent Kerry Kian Kieran Kirk Kirsty Krista Kristi Kristie Kyla Lacey Lamar Lance Larry
Latasha Latoya Leigh Lee Leanne Leland Lena Leona Leroy Les Leticia Levi Liam Lillian Lillie Lloyd Logan Lola Lois Lonnie Loretta Lori
Lorna Lorraine Luther Mabel Mack Mackenzie Macy Maddison Mae Maisie Mallory Marcia Margie Margo Mariah Maribel Marjorie Marla Marlon
Marsha Marshall Mason Maude Mavis Maxine Melody Mercedes Meredith Merle Micheal Micah Miles Millie Milton Mindy Minnie Miranda Misty
Mollie Molly Montgomery Muriel Myrtle Nancy Naomi Ned Nelson Nettie Neville Newton Nick Nikki Noel Noreen Norma Opal Ora Owen Paige Pam
Parker Pat Patsy Patti Pearl Peggy Penny Percy Perry Phoebe Preston Quentin Quincy Randy Raul Raven Reese Reece Rex Rhonda Rhoda Rhys
Ricky Riley Robbie Rochelle Ronan Ronnie Rory Rosanne Roscoe Rosetta Ross Rowan Roy Ruben Ruby Rufus Rupert Rusty Sade Sally Salvador
Sasha Savannah Sawyer Scarlett Selena Selina Seth Shannon Shari Shauna Shawna Shelia Sherman Sherri Sierra Silas Skye Skyler Spencer
Sterling Sue Summer Susie Tabatha Tami Tammie Tanner Tara Tasha Taylor Tegan Tess Thelma Theo Thora Tia Tina Tommy Toni Tonya Tori Tricia
Trina Trinity Tristan Troy Tyler Tyrone Tyson Valarie Van Vance Vaughn Velma Verna Vernon Vicki Vickie Wade Wallace Warren Wayne Wendell
Wendy Whitney Wilbert Wilbur Willard Willis Winston Woodrow Wyatt Zac Zachery Zara Jocelyne Alfonso Armando Diego Ismael Ramiro Santiago
Carmela Consuelo Estella Marisol Pilar Rosario Soledad Ximena Achille Agathe Alphonse Amandine Ambre Anaïs Ange Anouk Antonin Apolline
Arlette Aude Aurélie Aurélien Aurore Axelle Baptiste Bastien Benjamine Bertrand Blandine Capucine Carine Chantal Charline Christel
Christelle Clémence Cléo Clotilde Colette Corentin Delphine Didier Élise Elsa Élodie Emeline Émeric Enzo Eudes Fabien Fabienne Fabrice
Fanny Flavie Flavien Florent Florine Francette Gaël Gaëlle Gaétan Gaston Germain Germaine Ghislaine Gilles Ginette Guillemette Guylaine
Gwenaël Hervé Honoré Huguette Jean-Baptiste Jean-François Jean-Jacques Jean-Louis Jean-Luc Jean-Marc Jean-Marie Jean-Michel Jean-Paul
Jean-Philippe Jeannine Joëlle Jordane Josette Josiane Laetitia Laurine Liliane Lise Loïc Lou Louane Lucette Lucienne Ludivine Ludovic
Maëlle Maëlys Manon Marcelle Marie-Claude Marie-France Marie-Thérèse Marielle Marine Maryse Maud Maxence Mélina Mireille Mylène Nadège
Noémi Noémie Océane Odette Odile Oriane Pascale Paulette Perrine Pierrette Philippine Raymonde Régis Rodrigue Rolande Romane Roselyne
Séverine Solange Soline Suzette Sylvain Sylvaine Sylviane Tanguy Thibaud Thibault Thibaut Victorine Yohan Yolande Ysaline Yves Declan
Dillon Конон Азар Вышеслав Delia Автоном Светозар Sibel Зорян Sian Omar Anika Rouven Ruven Niels Куприян Hulda Hildegunde Hildegund
Ekkehart Аггей Siegrid Carmelo Justus Janine Hildburg Frithjof Fridtjof Adelinde Alisha Aleesha Богодар Torben Evangelos Pirmin Mesut
Muharrem Nichole Любосмысл Guiseppe Magarete Gislinde Friedhilde Declyn Keziah Kiera Kieron Lachlan Finlay Fergus Euan Angus Rhiannon
Sinead Siobhan Aoife Niamh Orla Cormac Eamon Padraig Maeve Gwyneth Llewellyn Emrys Owain Carys Cerys Nerys Tegwen Rhydian Darcy Poppy
Dragan Goran Dejan Nenad Branko Vesna Snezana Ljubica Nebojsa Srdjan Predrag Miodrag Zdravko Stanko Zvonimir Davor Hrvoje Mladen Mirjana
Jadranka Biljana Gordana Tomislav Zdenek Radek Lubos Luboš Ondrej Vojtech Bohumil Bohuslav Oldrich Jitka Lenka Alžběta Zdenka Vlastimil
Kveta Dusan Dušan Lars Mikkel Rasmus Mads Jesper Signe Linnea Elin Svein Kjell Ragnar Ivar Eirik Trond Magnus Asbjorn Alessia Davide
Ilaria Gianluca Gianni Vito Ramazan Halil Süleyman Fatih Bülent Cengiz Erdal Erol Ertan Gökhan Ilker Kadir Levent Okan Onur Selçuk Sinan
Suat Tolga Tuncay Uğur Yasin Yavuz Zafer Hülya Meryem Sultan Hanife Merve Dilek Gül Gülay Aysel Sevim Nurcan Yasemin Derya Filiz Seda
Tülay Şule Ebru Pınar Melek Khaled Khalid Tarek Tariq Samir Nabil Salim Salem Noor Nour Zainab Zeinab Bilal Hamza Younes Rachid Abdul
Abdullah Abdulrahman Kamal Malik Nasser Walid Yasser Zaid Khadija Huda Raj Rajesh Amit Anil Sanjay Vijay Priya Pooja Neha Sunita Ravi
Suresh Arjun Rahul Deepak Ramesh Ashok Manoj Sunil Vikram Anand Ajay Arun Kiran Nitin Pankaj Prakash Rakesh Sandeep Shweta Kavita Meena
Rekha Lakshmi Divya Swati Asha Армен Арам Ашот Гагик Гурген Давит Левон Нарек Саркис Тигран Хачик Артак Вардан Ваган Ваграм Гайк Мгер
Самвел Сурен Ануш Анаит Армине Асмик Гаяне Лусине Наира Нарине Рузанна Сирануш Зураб Вахтанг Гиви Гоча Тенгиз Нодар Отар Реваз Шота Тамаз
Нино Нана Кетеван Лали Манана Натела Натия Медея Мзия Этери Тариел Мераб Малхаз Лаша Заза Гела Бесик Бадри Амиран Арчил Вано Ваха Рашад
Эльдар Эльшан Фарид Вугар Ильгар Турал Гюнель Севиндж Нигяр Фидан Эльчин Азер Анар Натик Рамиз Рауф Тофик Фикрет Фуад Яшар Вюсал Ниджат
Ильхам Ильяс Джамиль Джавид Мурад Намик Нурлан Ерлан Айдар Бауыржан Серик Канат Арман Айгерим Динара Гульмира Асель Жанар Айжан Айнур
Ботагоз Сауле Мадина Алия Аружан Амангельды Аскар Болат Галым Даурен Ержан Жандос Кайрат Мейрам Нурсултан Олжас Санжар Талгат Шавкат
Бахтиёр Фарход Улугбек Дильшод Азиз Нодира Дилноза Гулчехра Акмаль Алишер Анвар Ботир Жасур Зафар Икром Камол Лазиз Мансур Нодир Отабек
Равшан Тохир Умид Хуршид Шерзод Эркин Юлдуз Севара Малика Нилуфар Шахло Зухра Феруза Ильнур Рамиль Радик Ильшат Гузель Алсу Айрат Азат
Булат Вадут Газинур Заки Ильгиз Линар Наиль Равиль Раиль Рамис Рафик Рифат Салават Тагир Фанис Фаниль Хамит Шамиль Эльмир Юнус Ляйсан
Чулпан Резеда Рушания Флюра Фарида Халида Гаджи Абдула Залина Патимат Аминат Хадижат Умар Муса Иса Беслан Ислам Расул Рамзан Зелимхан
Мовсар Лема Лечи Бекхан Апти Асланбек Зарема Владлена Владлен Вилор Сталина Кларисса Теона Эвита Аида Альмира Аниса Гульназ Гульшат Дания
Джамиля Диляра Замира Зульфия Ильмира Индира Лейсан Миляуша Нурия Фания Фирюза Эльмира Эндже Хава Хая Ривка Двора Шуламит Борух Мордехай
Зелик Изя Израиль Лейб Мендель Пинхас Рувим Хаим Эфраим Ицхак Менахем Шмуэль Дов Ари Ури Идо Нимрод
"""
"""Given names without any other form here: known so that they are not taken for family names."""
