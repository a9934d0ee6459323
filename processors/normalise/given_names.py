"""Given names in ru, uk, pl, en, de and fr with what people are called by them; data: a row a name, full forms | short and pet forms."""

NAMES = """
Александр Олександр Alexander Aleksander Alexandre Alessandro Alejandro | Саша Саня Шура Сашко Сашка Сашенька Санёк Алекс Alex Alec Sandy Sander Xander Olek Alek Sascha Sacha Сандро Лесь Олесь
Александра Олександра Alexandra Aleksandra Alessandra Alejandra | Саша Шура Саня Сашенька Alex Ola Olka Oleńka Sandra Sandy Lexi Lexie Alexa Леся Sascha Sacha Сандра
Алексей Олексій Alexey Alexis Aleksy | Лёша Леша Лёха Алёша Алеша Лесик Альоша Олекса Alex Лёшка Льоша
Анастасия Анастасія Anastasia Anastazja Anastasie | Настя Настенька Ася Стася Настуня Asia Stasia Nastja Nastka Настасья Stacy Stacey
Анатолий Анатолій Anatoly Anatol Anatole | Толя Толик Толян Натолий Толік
Андрей Андрій Andrew Andrzej Andreas Andre André Andres Andrea | Андрюша Дрон Андрюха Андрійко Andy Drew Andi Jędrek Andrzejek Endrju
Анна Ганна Hanna Hannah Anne Ann Anna Ana Hanne Анни | Аня Анюта Нюра Нюша Анечка Аннушка Ануля Галя Ганя Ania Anka Anusia Annie Nan Nancy Anni Anja Änne Нюта Hania
Антон Антін Anton Anthony Antoni Antonio Antoine Antony | Тоша Антоша Тоха Тосик Tony Toni Antek Antoś Tonio Антоха
Антонина Антоніна Antonina Antonia Antonie | Тоня Тося Тонечка Toni Tosia Nina Tonia
Аркадий Аркадій Arkadiy Arkadiusz | Аркаша Арик Arek Arkadek
Арсений Арсеній Арсен Arseny Arseniusz | Сеня Арсюша Арсенька
Артём Артем Artem Артемий Артемій | Тёма Тема Артёмка Тёмка Artek
Артур Arthur Artur Arturo | Артурчик Art Artie Turek Archie
Борис Boris Borys | Боря Борька Бориска Боба
Богдан Bohdan Bogdan Богдан | Бодя Даня Богданчик Boguś Bodzio
Вадим Vadim Vadym | Вадик Вадя Димa Вадька
Валентин Valentin Valentyn Walenty | Валя Валик Валентинка Val
Валентина Valentina Valentyna Walentyna Valentine | Валя Валюша Валечка Valya Val
Валерий Валерій Valery Walery Валера | Валера Валерка Лера
Валерия Валерія Valeria Valerie Waleria | Лера Валера Лерочка Val Lera
Варвара Varvara Barbara Barbora | Варя Варенька Варюша Basia Baśka Barb Babs Barbie Bärbel Babsi
Василий Василь Vasily Vasyl Basil Wasyl Bazyli | Вася Васёк Василёк Васька Васько Базиль
Василиса Vasilisa | Вася Василиска Лиса
Вера Віра Vera Wiera Véra | Верочка Веруня Верка Вируня Вєра Віруня
Вероника Вероніка Veronica Weronika Veronika Véronique | Ника Вероничка Nika Ronnie Vera Wera Roni Vroni Werka
Виктор Віктор Viktor Victor Wiktor | Витя Витёк Вітя Vic Vick Viki Витюша Вітько
Виктория Вікторія Victoria Viktoria Wiktoria Victoire | Вика Віка Виктуся Vicky Vicki Vikki Tori Wika Wiki Vika Викуля
Виталий Віталій Vitaly Vitalii Witalis | Виталик Вітя Виталя Віталик Талик Витя
Владимир Володимир Vladimir Volodymyr Włodzimierz Wladimir | Вова Володя Вовка Вовчик Влад Влодя Włodek Володька Вован Vovan
Владислав Vladislav Vladyslav Władysław Wladislaw | Влад Владик Славик Слава Władek Владя Владко
Всеволод Vsevolod | Сева Сёва Севка
Вячеслав В'ячеслав Viacheslav Vyacheslav Wacław Wenzel Václav Wenceslas | Слава Славик Славко Wacek Веня Вячик
Галина Halyna Galina Halina | Галя Галочка Галка Halinka Hala Галюся Гала
Геннадий Геннадій Gennady Gennadii | Гена Геник Генка Гєна
Георгий Георгій George Georgy Jerzy Georg Georges Jürgen Jorge Giorgio | Жора Гоша Гера Егорка Jurek Жорик Гога Georgie Schorsch
Герман Hermann German Herman | Гера Гермаша
Глеб Гліб Gleb Hlib | Глебка Глебушка
Григорий Григорій Gregory Grigory Hryhorii Grzegorz Gregor Grégoire Gregorio | Гриша Гришка Грицько Гриць Greg Gregg Grzesiek Grześ Grzesio
Дарья Дарина Дарія Daria Darya Dariya Дарьяна | Даша Дашенька Дашуля Darka Одарка Дашута
Даниил Данила Данило Daniel Danila Danylo Данил Данііл Daniele | Даня Данька Данилка Dan Danny Dani Danek Данко Danielek
Денис Dennis Denis Denys Dionizy | Дениска Дэн Ден Дениско Denny Dioniso
Дмитрий Дмитро Dmitry Dmytro Dymitr Dimitri Дмитр | Дима Митя Димон Димка Димочка Дмитрик Дмитрусь Dima Mitja Mitya Діма
Евгений Євген Євгеній Evgeny Yevhen Eugene Eugeniusz Eugen Eugène | Женя Жека Женька Євгенко Gene Gienek Геник Женечка Genek Zhenia
Евгения Євгенія Evgenia Yevheniia Eugenia Eugénie | Женя Женечка Genia Gienia Zhenia Женька
Егор Єгор Egor Yegor | Егорка Гоша Егорушка Гора
Екатерина Катерина Ekaterina Kateryna Katarzyna Katharina Katherine Catherine Kathryn Katrin Katarina Catarina Caterina Kathrin Katharine Yekaterina Cathrin | Катя Катюша Катенька Катька Катруся Kasia Kaśka Kate Katie Kathy Cathy Kat Kitty Kay Käthe Kati Kathi Trina Kaja Catja Katja Kateřina Катерінка
Елена Олена Elena Olena Helena Helen Hélène Helene Yelena Алёна Алена Альона Helene Ellen Alena | Лена Леночка Ленка Олёна Оленка Оленочка Hela Helenka Nell Nellie Lena Leni Еленочка
Елизавета Єлизавета Elizabeth Elisabeth Elżbieta Elisabet Elisaveta Yelizaveta Lisaweta Elisabetta Elizaveta Elisa Eliza Lisbeth | Лиза Лизавета Ліза Liza Lisa Liz Lizzie Beth Betty Betsy Bess Ela Elka Elżunia Liesel Lisbet Elsa Else Liesbeth Lieschen Elsie Sissi Libby Eliza Lizzy Lise Elise
Иван Іван Ivan Iwan | Ваня Ванька Ванюша Иванка Івась Івасик Вано Ванёк
Игорь Ігор Igor Ihor | Игорёк Гоша Гарик Ігорко Igorek
Илья Ілля Ilya Illia Eliasz Elias Élie Ilja | Илюша Илюха Илька Ілько Eli Ілюша
Инна Інна Inna | Инночка Инка
Ирина Ірина Irina Iryna Irene Irena Irène Ирена Arina Арина Orysia | Ира Иришка Ірка Іра Ирочка Irka Irenka Ирка Ириша Оришка Орися Ориша Iriska Ариша
Каролина Кароліна Karolina Caroline Carolina Karoline Carolyn | Лина Karola Karolinka Carrie Carol Lina Caro Carry Caz
Кирилл Кирило Kirill Kyrylo Cyryl Cyril Cyrille | Кирюша Кирюха Кира Кирилко Кир
Константин Костянтин Konstantin Kostiantyn Constantin Konstanty Constantine | Костя Костик Костян Коста Kostek Kostia Костюша
Кристина Христина Christina Kristina Krystyna Christine Kristin Cristina Khrystyna Christin Kristine Kristen Kirsten | Крис Кристя Христя Krysia Chris Tina Chrissy Kris Kristi Christel Christl Krycha Stina Stine Тина
Ксения Оксана Ксенія Ksenia Xenia Oksana Аксинья Oxana | Ксюша Ксюха Оксанка Ксеня Ксенечка Сана Xeni Ксюня
Лариса Larisa Larysa Larissa | Лара Лариска Lara Lorka
Лев Lev Leo Leon Leonid Леонид Леонід Leonhard Leonard Leonardo Léon | Лёва Лёня Леня Льоня Лев Лёнька Лёва Len Lenny Lenny Leoś Leonek Leni Лесик
Лидия Лідія Lydia Lidia Lidiya Lydie | Лида Лідa Лидочка Lidka
Любовь Любов Lubov Liubov Lyubov | Люба Любаша Любочка Lyuba Любонька
Людмила Lyudmila Liudmyla Ludmila Ludmiła | Люда Люся Мила Людочка Милочка Людка Ludka Люсьена Mila
Максим Maxim Maksym Maxime Maksim Максимильян | Макс Максимка Max Maks Максик
Марина Maryna Marina | Мариша Маринка Маринa Маруся
Мария Марія Maria Mary Marie Maryja Mariya Marija Марья Marya Mariia | Маша Машенька Маруся Марійка Маня Маруня Машуня Муся Marysia Marysieńka Maryśka Molly Polly Mia Mitzi Mizzi Mimi Manya Марічка Марічка Майя Mania Mandy Marika Mariechen Moll
Маргарита Margarita Margaret Małgorzata Margarete Marguerite Margareta Margret Margherita Margaretha Margit | Рита Маргоша Марго Ритa Gosia Małgosia Gośka Maggie Meg Peggy Greta Gretel Gretchen Grete Margot Marge Margie Madge Daisy Marga Peg Rita
Матвей Матвій Matthew Mateusz Matthias Matvey Mathias Mattias Maciej Matthieu Mathieu Matteo Mateo | Мотя Матвейка Matt Matty Mati Matze Maciek Maciuś Matek Hias
Михаил Михайло Michael Mikhail Michał Mykhailo Michel Michele Miguel Mihail Michail | Миша Мишка Мишаня Михась Миха Михалыч Mike Mick Micky Mikey Mickey Michi Michałek Misiek Micha Misia Мишутка Майкл Міша Michaś Misza Mischa
Надежда Надія Nadezhda Nadiia Nadzieja | Надя Наденька Надюша Nadja Nadia Nadine
Наталья Наталия Наталія Natalia Natalie Nataliia Nathalie Natalya Natalja Наталка | Наташа Ната Наталя Наталка Наталочка Nata Nat Natasha Natascha Natalka Талка Талочка Таля
Никита Микита Nikita Mykyta | Никитка Ника Кита Nik Микитка
Николай Микола Nikolai Mykola Nicholas Mikołaj Nikolaus Nicolas Nikolay Nicola Nikola Nicolaus Niklas Miklós Klaus Claus Niccolò Nicolai | Коля Колька Колян Николаша Николка Nick Nicky Nico Niko Mikuś Nik Klas Миколка Никола Colin Mikolajek
Оксения Оксенія | Ксеня Ксенька
Олег Oleg Oleh | Олежка Олежек Олесь Олежа
Ольга Olga Olha Helga | Оля Оленька Олька Ольгуня Ola Olka Olya Ляля
Павел Павло Paul Paweł Pavlo Pavel Pablo Paolo Paulus Pawel | Паша Пашка Павлик Павлуша Павлусь Pawełek Paulie Pauli
Полина Поліна Pauline Polina Paulina Аполлинария Paula Paule Paola | Поля Полюшка Полинка Paulinka Polly Пуля Поля
Пётр Петро Peter Piotr Petr Petro Pierre Pedro Pietro Petrus | Петя Петька Петрик Петруша Pete Piotrek Piotruś Petja Pit Pitt Petey Peti Pjotr
Прасковья Параскева Параска | Паша Параня Проня
Роман Roman Romain | Рома Ромка Ромчик Ромашка Romek Romuś Roma
Ростислав Rostislav Rostyslav | Слава Ростик Ростя Рост
Руслан Ruslan | Русик Руся Русланчик
Светлана Світлана Svetlana Svitlana Swietłana | Света Світа Светик Ланa Lana Светка Світланка Sveta Лана
Святослав Sviatoslav Svyatoslav Świętosław | Слава Славик Свят Святик
Семён Семен Semyon Semen Simon Szymon Simeon Симеон Siméon | Сёма Сема Сеня Сенька Szymek Si Симон Simi Symko
Сергей Сергій Sergey Serhii Sergiusz Serge Sergej Sergio Sergei | Серёжа Сережа Серёга Сергійко Сірко Сержик Серж Serz Sierioża Сєрий Гриня
София Софія Софья Sofia Sophia Sophie Zofia Sofie Sofiya Sofija | Соня Софа Софочка Сонечка Zosia Zośka Sonia Sonja Soph Sofi Софійка Sonya
Станислав Станіслав Stanislav Stanisław Stanislaus | Стас Стасик Слава Staszek Stach Stan Stasiek Stasio
Степан Stepan Stefan Stephen Steven Szczepan Stephan Stéphane Étienne Stefano Esteban | Стёпа Степа Стёпка Стефко Steve Stevie Steff Steffen Stefek Steph Степко Stepko
Стефания Stefania Stephanie Stefanie Stefani Stephania | Стефа Steffi Stef Steph Stefcia Stefka Stevie
Тамара Tamara | Тома Томочка Tammy Tama
Тарас Taras | Тарасик Тарасько
Татьяна Тетяна Tatiana Tetiana Tatjana Tatyana Taťána | Таня Танюша Танечка Тата Тетянка Tanja Tania Tanya Танька Танюха
Тимофей Тимофій Timothy Timofey Tymoteusz Timotheus Timothée Timoteo | Тима Тимоша Тимка Tim Timmy Timi Tymek Тимко Timo
Тимур Timur | Тима Тимурчик
Ульяна Уляна Ulyana Uliana Juliana Julianna Julianne Juliane | Уля Ульянка Лянa Juli Julka Ула
Фёдор Федор Федір Fedor Theodor Theodore Teodor Fedir Feodor Теодор Théodore | Федя Федька Федько Ted Teddy Theo Teo Fedja Дорик Тео
Филипп Филип Пилип Philip Filip Phillip Philipp Philippe Filippo Felipe | Филя Phil Pip Filipek Fips Филька Пилипко
Эдуард Едуард Eduard Edward Édouard Eduardo Edvard | Эдик Эдя Едик Ed Eddie Ted Edek Ned Edi Eddy Teddy
Элеонора Елеонора Eleonora Eleanor Eleonore Éléonore Elinor | Нора Эля Лёля Ela Ellie Nora Nell Lora Ell Nelly Норочка Лора
Эльвира Elvira Elwira | Эля Эльвирка Ela Elwirka
Юлия Юлія Julia Yulia Iuliia Julie Juliet Juliette Giulia Julija | Юля Юленька Юлька Julka Jule Juli Jules Julcia Юлечка Юльча
Юрий Юрій Yuri Yurii Jurij Iouri Юра | Юра Юрик Юрка Юрко Jura Jurko Юраша Юрась
Яков Яків Jacob Yakov Yakiv Jakub Jakob Jacques Giacomo Jaques | Яша Яшка Яша Jake Kuba Kubuś Jack Jaša Jascha Coby Якуб Jakubek
Яна Яніна Jana Yana Janina Янина | Яночка Janka Яся Jasia Jani
Ярослав Yaroslav Jarosław Jaroslaw Jaroslav | Слава Ярик Славик Jarek Ярчик Яр
Ярослава Yaroslava Jarosława Jaroslawa | Слава Яся Рося Ясія Jarka Ярка
Зинаида Зінаїда Zinaida Zinaïde | Зина Зіна Зинуля Zina Ида
Зоя Zoya Zoja Zoe Zoé Zoë | Зойка Зоечка
Раиса Раїса Raisa | Рая Раечка Рита Райка
Нина Ніна Nina | Ниночка Нинуля Ninka Нінуся
Клавдия Клавдія Claudia Klaudia Klavdiya Claude Claudette | Клава Клаша Клавочка Klaudynka Claudi
Таисия Таїсія Taisia Taisiya | Тая Тася Таечка Тоська Тайка
Тимур Tymur | Тима
Роза Rosa Rose Róża Rosie Рози | Розочка Różyczka Rosi Rosy
Роберт Robert Roberto | Роб Роба Bob Bobby Rob Robbie Robby Robin Bert Robek Роба Rupert Bobbie Robuś
Ричард Richard Ryszard Ricardo Riccardo | Rick Dick Rich Richie Ricky Rysiek Rysio Ritchie Ricki Dickie Richi
William Guillaume Guglielmo Guillermo | Will Bill Billy Willy Willie Liam Bille Billie Wills
Wilhelm Wilhelmus | Willi Willy Wilm Wim Helm Helmut Wiluś
James Jaime Jameson | Jim Jimmy Jamie Jim Jem Jimbo Jimmie Jay
John Jon Johnathan | Johnny Jack Jackie Johnnie Jock Jonny
Jonathan Jonathon Johnathan Jonatan | Jon Jonny Jonty Nathan Johnny Jonno
Joseph Józef Josef Giuseppe José Йосип Иосиф Осип Yosyp Osip | Joe Joey Jo Józek Józio Sepp Jupp Pepe Peppi Beppo Йося Jos Сипа Ося Jozek Pepi Seppl
Charles Carl Karl Karol Carlos Carlo Карл | Charlie Chuck Charley Chas Chip Chaz Karolek Kalle Charly Karlchen Lolek
Thomas Tomasz Tomas Томас Thomas Foma Фома Хома Tommaso Tomás | Tom Tommy Thom Tomek Tomuś Tomaszek Massimo Томка
Christopher Christoph Krzysztof Christophe Cristoforo Kristoffer Christof Cristobal | Chris Kit Topher Krzysiek Krzyś Kris Krzych Kristof Christo Stoffel Chrissie
Christian Krystian Kristian Cristian Christiaan Christian Christien | Chris Kris Chrissi Chrischi Christi Kristianek
Benjamin Beniamin Вениамин Веніамін Veniamin | Ben Benny Benji Benjy Benni Веня Benek Benjie
Samuel Самуил Самуїл Samuele | Sam Sammy Sami Samuelek Sammie
Samantha | Sam Sammy Sammie
David Dawid Davyd Давид Davide | Dave Davy Dawidek Davie Dai Додик Davey
Donald Donal | Don Donnie Donny
Ronald Reginald Reynold | Ron Ronnie Ronny Reg Reggie
Kenneth | Ken Kenny Kennie
Lawrence Laurence Lorenz Wawrzyniec Laurent Lorenzo Лаврентий Lavrentii Laurenz | Larry Laurie Lars Wawrzek Lenz Lorne Loz Лавр Lawrie
Laura Lauren Laure Lora Lara | Laurie Lori Laurka Lolly
Nathaniel Nathan Natan Nathanael Natanael | Nat Nate Nathe
Patrick Patryk Patrizio Patric | Pat Paddy Rick Patryczek Patty
Patricia Patrycja Patrizia Patrice | Pat Patty Trish Tricia Patti Patka Patsy Trisha Pattie
Raymond Raimund Rajmund Ramon Raymund | Ray Rajmundek Rai
Gerald Gérald Jerald Gerold | Gerry Jerry Ger Jerrie
Gerard Gerhard Gérard Gerardo Jerard Gerhardt | Gerry Jerry Gerd Gert Gerdi Hardy Gerek Gero
Jeremy Jeremiah Jeremias Jérémie Jeremiasz | Jerry Jem Jez Jeremek Jezza
Jeffrey Geoffrey Jeffery Geoffroy | Jeff Geoff Jeffy
Stuart Stewart | Stu Stew
Terence Terrence Terrance Theresa | Terry Tel Terri
Theresa Teresa Therese Thérèse Тереза | Terry Terri Tess Tessa Tereska Resi Tere Tracy Terenia Resl
Walter Walther Gautier | Walt Wally Walti Wat
Zachary Zacharias Zachariasz Zacharie Захар Zakhar | Zach Zack Zac Захарка Zak
Edmund Edmond Edmundo | Ed Eddie Mundek Ned Edi
Edwin Edwyn | Ed Eddie Win Edek
Edith Édith Edyta Edita | Edie Edi Edytka Dita Ditte
Frederick Friedrich Fryderyk Frédéric Frederic Fredrick Federico Frederik | Fred Freddie Freddy Fritz Frycek Fredek Rick Freddi Fredi Fiete Fridolin Friedel Friedo Friedl
Alfred Alfredo | Fred Alf Freddy Alfie Fredek Alfi Fredi
Albert Alberto Albrecht Альберт Adalbert Elbert | Al Bert Bertie Alby Ali Berti Алик Bertl
Abraham Авраам Abram Абрам | Abe Bram Абраша
Alan Allan Allen Alain Alun | Al Alanek Alain
Alison Allison Alyson | Ali Ally Allie Allie
Amanda | Mandy Mandi Manda Amandka
Amelia Amélie Amalia Amelie Emilia Emilie Émilie Emily Эмилия Емілія Emelie Amalie | Emmy Em Emilka Millie Milly Amy Mela Mel Melka Эмма Мила Emmi Milka
Emil Émile Эмиль Emilio Emilian | Emilek Эмик
Emma Эмма Emme | Em Emmy Emmi
Agnes Agnieszka Агнесса Agnès Agnese Ines Inés | Aga Agnisia Aggie Nessie Neza Agusia Agniesia Agi
Alice Alicja Алиса Аліса Alisa Alicia Alix | Ala Alka Alcia Ally Алиска Allie Lissy Ali Alisia
Angela Анжела Aniela Angelina Ангелина Angelika Анжелика Angelica Angélique Ангеліна | Angie Энджи Анжелка Geli Angy Anielka Angel Лика Геля Lina Ange
Antoinette Antonietta Antonette | Toni Nettie Toinette Netti Nette
Bernard Bernhard Bernardo Bernd | Bernie Bernd Benek Berny Berni Bernardek Bern
Bartholomew Bartłomiej Bartholomäus Bartosz Barthélemy Bartolomeo | Bart Bartek Barti Bartuś
Beatrice Beatrix Beata Beatriz Béatrice Beate Беата | Bea Trixie Beatka Bee Beti Trixi Trix
Belinda Melinda Linda Lynda | Lindy Lin Lyn
Bridget Brigitte Brygida Brigitta Brigida Birgit Brigid Birgitta Birgitte | Biddy Gitte Brygidka Gitta Biggi Bridie Brig
Bradley Bradford | Brad
Brian Bryan Brayan Bryant Brien | Bri
Calvin | Cal
Cameron | Cam Cammy
Cassandra Kassandra | Cass Cassie Sandra Sandy
Cecilia Cecylia Cäcilia Cécile Cecily Cäcilie Цецилия | Celia Cissy Cecylka Cila Zilli Sissy Cilly Cila
Charlotte Carlotta Szarlota Шарлотта | Charlie Lottie Lotte Charly Lotta Lottchen Char Lotti
Clara Klara Claire Clare Clair Клара Klára | Clary Klärchen Klarcia
Clarence | Clary
Clifford Clifton | Cliff
Clementine Klementyna Clementina | Clem Clemmie Tina
Clemens Klemens Clement Clément Климент Klement | Clem Klemek Клим
Cornelia Kornelia Cornelie | Conny Nelly Nele Kora Corry Connie Nela Nelia
Cornelius Kornelius Kornel Corneille Корнелий Корней Корній | Conny Neil Nelek Cor
Constance Konstancja Konstanze Constanze Costanza | Connie Stanzi Conny Kostka
Cynthia Cinthia | Cindy Cyndi Cinda
Daniela Danielle Daniella Даниэла Danièle Даніела | Dani Danka Danny Dany Danielka Ella
Danuta | Danka Danusia Dana
Dariusz Darius Dario Дарий | Darek Daruś Dareczek
Deborah Debora Debra Débora | Deb Debbie Debby Debs
Denise Denisa Dionne | Den Neecy Deni
Diana Diane Діана Dianne Диана Diann | Di Dee Дианка Didi
Dominic Dominik Dominique Dominick Domenico Domingo | Dom Domino Nick Dominiczek Nic Domi
Dominika Dominica | Domi Dominisia Nika Domka
Dorothy Dorota Dorothea Dorothee Dorotea Дорофея Dorothée | Dot Dottie Dolly Dorotka Dora Dorle Thea Dodo Dorka Dori Doro
Douglas Douglass | Doug Dougie
Duncan | Dunc
Dwight | Ike
Eberhard Everard | Ebi Hardy Eber
Eleazar Елизар | Лазарь
Ernest Ernst Эрнест Ernesto | Ernie Erni Ernestek
Erich Eric Erik Eryk Éric Эрик Erick | Rick Ricky Eryczek
Erika Erica Eryka | Ricky Rikki Eri
Esther Hester Estera Эсфирь Ester | Essie Hettie Hetty Ettie Fira Фира
Eve Eva Ewa Eva Ева Єва Ève Yeva | Evie Ewka Ewunia Evchen Эва Evi Ewcia
Evelyn Eveline Ewelina Эвелина Éveline Evelin Evelyne | Ev Evie Ewelinka Line Lyn Eve
Faith | Fay Faye
Felix Feliks Félix Феликс Felice | Felek Feluś Felli Lix
Ferdinand Fernando Ferdynand Fernand Фердинанд | Ferdi Ferdy Nando Ferdek
Florence Florencja Florentine Florenz | Flo Flossie Florrie Flora Floss
Florian Florianus | Flo Flori Florek Floh
Frances Francesca Franciszka Franziska Françoise Francine | Fran Frankie Franka Franny Fanny Franzi Frania Sissy Francie Fannie Zissi Ziska
Francis Franciszek Franz François Francesco Francisco Франц Frantz Franciscus | Frank Frankie Franek Franz Franzl Paco Pancho Cisco Fran Franuś Ferenc Frannie Franjo
Frank Franklin Franklyn Francus | Frankie Franky Fränki
Gabriel Gabryel Gabriele Гавриил Гаврило Gavriil Havrylo | Gabe Gabi Gaby Gabryś Гаврик Gab Гаврюша
Gabriela Gabrielle Gabriele Gabriella Gabriela Габриэла | Gabi Gaby Gabrysia Gaba Ella Brielle Elle
Genevieve Genowefa Genoveva Geneviève Geneviéve | Gen Genia Ginny Jenny Gina Vevi Gienia Viv
Georgina Georgia Georgiana Georgette Georgine | Georgie Gina George Gigi
Gertrude Gertrud Gertruda | Trudi Gerti Trude Trudy Gert Gertie Traudl Traude
Gillian Jillian Gilian | Jill Gill Gilly Jilly
Gilbert Gilberto | Gil Bert Gib
Gloria | Glo
Gordon | Gord Gordie
Grace Grazia Grażyna Gracia | Gracie Grażka Grażynka Gray
Gustav Gustaw Gustave Gustavo Augustus Густав | Gus Gucio Gustl Gustek Gusti
August Auguste Augustyn Augustin Augustine Agostino Августин | Gus Gustl Gucio Augie Gust Gusti
Günther Günter Gunther Gunter Guenter Guenther Гюнтер | Günni Gunni
Hans Johann Johannes Jan Johan Hansjörg Иоганн Иоханнес Joannes | Hansi Hannes Hänsel Janek Jasiek Jaś Jannik Jens Jo Johnny Jasio Jano Hänschen Hansel Janeczek Janni
Harold Harald Gerald Гарольд | Harry Hal Harri Hali
Harry Harrison Harris | Haz Harri Hal
Heinrich Henry Henryk Heinz Henri Hendrik Henrik Harry Enrico Enrique Hinrich Генрих Анри | Hal Hank Harry Heini Heiner Henny Heniek Henio Rik Henning Hein Генри Генка Hinnerk Hinz
Helga Olga | Helgi Helle
Henrietta Henriette Henryka Генриетта Henrika | Hettie Etta Henny Henia Jette Jetta Heni Riette Harriet Hetty Hattie
Harriet Harriett Harriot | Hattie Harrie Hatty
Herbert Heribert Герберт | Herb Bert Herbie Herbi Bertl Bertie
Howard | Howie
Hubert Hugh Hugo Hugues Ugo | Hugh Hughie Bert Hubi Hugi Hubercik Huey Hubbi
Ian Iain | 
Ignatius Ignacy Ignaz Игнатий Гнат Ігнат Ignacio Игнат | Nacek Nacho Iggy Игнаша Ignaś Naz
Ingeborg Inge Inga Инга Інга Ingrid | Inge Ingi Ингa Inka Borg
Isaac Isaak Izaak Исаак Ісак | Ike Zak Изя Zac
Isabel Isabella Isabelle Izabela Isobel Isabell Izabella Изабелла Ysabel | Izzy Bella Belle Iza Izka Bell Tibby Izunia Isa Ibby Ibbie Бэлла
Jacqueline Jaqueline Żaklina Jacquelyn Jacklyn Жаклин | Jackie Jacqui Jacky Jaqui Żaneta
Jane Jana Joanne Joan Jean Joanna Johanna Jeanne Joana Giovanna Juana Жанна Иоанна Иванна Jeannie Jayne Janet Janette Jeannette Janice Jeanette Żaneta Johanne Жанета | Jo Asia Janie Jenny Aśka Joasia Janka Hanna Hanni Jannie Jeannie Joanie Jan Janny Hansi Hanne Nettie Netti
Janet Janette Jeannette Janetta | Jan Jen Netta
Janice Janis | Jan
Jennifer Jenifer Jenniffer | Jen Jenny Jennie Jenn Jenna Jeni
Jessica Jessika Dżesika Jesica | Jess Jessie Jessy Jessi Jes
Jill Jilly | 
Joel Joël Иоиль | Jo
Johnathon | Jon
Jordan Jordyn Jourdan | Jordy Judd Jord Jordi
Joshua Josué Jozua Иисус | Josh Joshie
Joyce | Joy
Judith Judyta Giuditta Юдифь Judit | Judy Jude Judi Judytka Jutta Juditka
Julian Julianus Giuliano Юлиан Julien Юліан | Jules Juli Julek Julianek Jule
Julius Juliusz Jules Giulio Юлий Julio Юлій | Julek Juli Jule
Justin Justyn Justinus Iustin Юстин Устин | Just Justy Justynek
Justina Justyna Justine Юстина Устина Устинья | Justysia Tina Justynka Устя Justi Justa
Karen Karin Caren Karina Карина Carin Karyn Caryn | Kari Karinka Kaz
Caspar Kasper Kaspar Gaspard Jasper Kacper Casper Gaspar | Kacperek Cas Kacpi Kas
Kazimierz Casimir Kasimir Казимир Kazimir | Kazik Kazio Kaziu Kazek
Kimberly Kimberley Kimberlie | Kim Kimmy Kimmie Kimber
Kathleen Cathleen Kathlyn | Kathy Kate Katie Kath Kat Kay
Klementine | Klemmi Tine
Konrad Conrad Konrád Kuno Kondrat Кондрат Кондратий | Konradek Curt Kurt Connie Conny Kondzio Kunz Кондраша
Kurt Curt Curtis Kurtis | Kurti Curty
Leokadia Леокадия | Loda Lodzia Leosia Lena
Leopold Léopold Леопольд | Leo Poldi Poldek Poldl Leopo
Leslie Lesley Lesly | Les Lez
Lewis Louis Ludwig Ludwik Luis Luigi Lodewijk Людвиг Луи Lois | Lou Louie Ludek Luki Lutz Lui Ludi Lew Wickerl Luggi Wiggerl
Louise Luise Luiza Louisa Ludwika Lovisa Luisa Луиза | Lou Lulu Luiska Isa Luisel Lisl Luzie Luśka
Lucas Lukas Łukasz Luke Luca Лука Luc Łukas Lukáš | Łuki Luk Lukasek Łukaszek Luki Luckas Lukie
Lucy Lucia Lucja Łucja Lucie Lucille Люция Luzie Luzia Люсия | Lu Lucynka Łucka Lulu Luz Zia Люся
Lucyna Lucina | Lucynka Luśka Lusia
Luke | Lukey
Lynn Lynne Lyn | Lynnie
Magdalena Magdalene Madeleine Madeline Магдалина Madalena Magdaléna Magdalina Madelyn Marlene Magda | Magda Lena Maggy Magdusia Madzia Leni Maddie Madge Lenchen Maddy Mady Magdzia Магда Maddi
Marcel Marceli Marcello Марсель Marcelo | Marcelek Marci
Marcin Martin Martyn Мартин Martino Mártin Мартын Martijn | Marty Marcinek Martinek Marciś Tinus Tin Mart Maci
Mark Marek Marcus Markus Marc Marco Marcos Марк Марко Marku | Marcy Mareczek Марик Maruś Maksi Markie Маркуша Marki
Martha Marta Marthe Марта Marfa Марфа Marthà | Marty Mattie Martusia Patty Марфуша Mart Martunia
Martina Martyna Martine | Tina Martynka Marti Martini
Marian Mariano Мариан Маріан Marion | Maryś Marianek Мар
Mariana Marianna Marianne Маріанна Марианна Маряна Мар'яна Marion | Mary Marianka Nanne Marjana Марьяша
Mariusz Marius Mario Марий Марио | Mariuszek Maryś Mario Mariuś
Matilda Mathilde Matylda Mathilda Матильда Matilde | Tilly Tilda Mattie Hilde Tillie Tildi Matti Matylka
Maurice Moritz Maurycy Mauricio Mauritz Maurizio Морис Мориц Morris | Maury Mo Moe Moriz Morrie Reece
Maximilian Maksymilian Maximilien Massimiliano Максимилиан | Max Maxi Maks Maksio Maxl Mäxchen Maksiu
Megan Meghan Meagan | Meg Megs Meggie
Melissa Melisa | Mel Missy Lissa Lisa Mellie
Melanie Mélanie Melania Мелания Меланія Маланья | Mel Mela Melly Melli Маланка Melka Lanie
Michelle Michèle Michaela Michalina Micaela Mikaela Mikayla Михайлина Michele | Shelly Mickey Micha Michi Michasia Misia Shell Chelle Ela Kayla Mischa
Mieczysław Mieczyslaw Мечислав | Mietek Miecio Mietko
Mildred | Millie Milly Dred
Mirosław Miroslaw Miroslav Myroslav Мирослав | Mirek Miro Slava Слава Мирко Мирик Myrko
Mirosława Miroslava Myroslava Мирослава | Mirka Mira Мира Слава Міра Myra
Mitchell Mitchel | Mitch Mitchie
Montgomery | Monty Gomery
Monica Monika Monique Моника Моніка | Moni Mona Monia Mo Moniczka Monisia Monka
Morgan Morgane | Mo
Nicole Nikola Nicola Nikole Nicoletta Nicolette Николь Николетта | Nicky Nikki Nicki Nika Nic Cole Nikolka Nico Nici
Norbert Norberto | Norb Bert Norbi Norbercik Bertie
Norman Normand | Norm
Oliver Olivier Oliwier Oliviero Оливер | Ollie Olli Olek Oli Oliwierek Olly
Olivia Oliwia Olive Оливия Olivie Ольвия | Liv Livvy Ollie Olly Oliwka Livi Vivi Libby Via
Oscar Oskar Óscar Оскар | Ozzie Oskarek Oski Ossi
Oswald Oswaldo Освальд | Ozzy Oz Waldi Ossi Oswi
Otto Otho Odo Отто Otton | Ottel
Pamela Pamella | Pam Pammy
Penelope Pénélope | Penny Nell Pen
Peggy | Peg
Phyllis Phillis | Phyl
Prudence | Prue Pru
Priscilla Priska | Cilla Pris Prissy
Rachel Rachael Rahel Rachela Rachelle Рахиль Raquel | Rach Rae Ray Shelly Rachy
Ralph Ralf Raoul Rolf Rafe Rudolf Rodolfo Rudolph Рудольф Rodolphe | Rudi Rudy Rolfi Dolf Rolli Raffi Rolly Rudek Dolfi Rudolfek
Rafael Raphael Rafał Raffaele Raphaël Рафаил Rafaël | Rafi Rafałek Raff Rafcio Raffi Rafa
Rebecca Rebekka Rebeka Rébecca Ребекка Rebekah | Becky Becca Reba Beck Bekki Becki Becks Rivka Bex
Regina Regine Régine Регина Régina | Reggie Gina Reni Renia Gigi Ginka
Renate Renata René Renée Рената Renaud Renatus | Reni Renia Renatka Nate Natka Rene
Richarda | Ricki
Robin Robyn | Rob Robbie
Roland Rolando Orlando Roeland Роланд | Rolly Rolli Roli Roley Rollo
Rodney Roderick Rodrigo | Rod Roddy Rodge Rick
Roger Rüdiger Rodger Ruggero Rogelio Rogier | Rog Rodge Rudi Rüdi Dodge
Rosalie Rosalia Rozalia Розалия Rosalind Rosalyn | Rosie Rozia Rosi Salli Roz Rozalka Розочка Linde
Rosemary Rosemarie Rosmarie Rozmaria | Rosie Rose Romy Rosi Marie
Roxanne Roksana Roxana Роксана Roxane Роксолана | Roxy Roxie Roksi Roxi Roks
Russell Russel | Russ Rusty Rus
Ruth Рут Руфь Rut | Ruthie Ruthchen Ruthi
Sabine Sabina Сабина Sabrina Сабріна Sabrine | Bine Sabinka Bina Sabi Biene Brina Sabcia
Salomea Salome Salomé Соломия Соломія Соломонида | Salka Sally Соля Солоха Meta Сола
Sarah Sara Sarai Сара | Sally Sal Sadie Sarka Sari Sarunia Sadie Sarey
Sandra Сандра Sandrine | Sandy Sandi Sanni
Sebastian Sébastien Sebastiano Себастьян Sebastien | Seb Basti Sebek Bastian Wastl Seba Bastien Sebi Bast
Siegfried Zygfryd Sigfrid | Sigi Siggi Fred Sigge Zyga Friedel Sig
Sigmund Zygmunt Siegmund Sigismund | Sigi Siggi Zyga Zygmuś Mund Ziggy
Sidney Sydney Sydnee | Sid Syd
Shirley | Shirl
Solomon Salomon Соломон Salomo | Sol Solly Sal Моня
Sławomir Slawomir Slavomir | Sławek Mirek Sławuś Slawek
Stella Estelle Stela Stelle | Stel Essie Stelka
Susan Susanne Zuzanna Susanna Suzanne Susana Сусанна Susannah Zuzana Сюзанна Suzan Susann | Sue Susie Suzy Zuzia Susi Zuza Sanne Sukey Sanna Suz Suze Zuzka Susa Suse
Sylvester Sylwester Silvester Сильвестр Silvestre | Sly Silvo Sylwek Vester Vesti Sylwuś
Sylvia Sylwia Silvia Sylvie Сильвия Силвія Silvie Silvia | Syl Sylwka Silvi Via Sylwunia Silv
Tabitha Табита | Tabby Tabs
Tadeusz Thaddeus Thaddäus Фаддей Тадей Taddeo Tadej | Tadek Tadzio Thad Teddy Taddy Tadeuszek
Theodora Teodora Феодора Теодора Fedora | Thea Dora Theda Teosia Дора Theo Doro
Thelma Telma | 
Theobald Tybalt Dietbald | Theo Tibi
Tiffany Tiffani | Tiff Tiffy
Timm Tim | Timmi
Tobias Tobiasz Toby Tobia | Tobi Tobek Tobe Tobin Tobiś
Tracy Tracey Tracie | Trace
Ursula Urszula Ursel Orsolya Урсула Ursulina | Ula Uschi Ulla Ursel Ulka Uli Sula Usch Urszulka
Ulrich Ulrik Udalrich Oldřich Ольрих Ulryk | Uli Ulli Utz Rik Ully
Ulrike Ulrika Ulryka | Uli Ulli Ulla Rike Rika Riki
Valentino | Tino Val
Vincent Wincenty Vinzenz Vincenzo Винсент Викентий Вікентій Vicente Vikenty | Vince Vinnie Vin Vinny Wicek Wincent Zenz Enzo Вика
Violet Violetta Wioletta Viola Виолетта Віолетта Violette Viola Wioleta Violeta Віола | Vi Viola Wiola Letta Wiolka Violka Віта Вета
Virginia Virginie Wirginia Виргиния | Ginny Ginnie Gina Virgie Gini
Vivian Vivienne Viviane Wiwiana Vivien | Viv Vivi Vivie
Wacław Waclaw | Wacek Wacuś
Wanda Ванда Vanda | Wandzia Wandeczka Vandi
Wesley | Wes
Wiesław Wieslaw | Wiesiek Wiesio
Wiesława Wieslawa | Wiesia Wieska
Wilhelmina Wilhelmine Guglielmina Vilma Wilma Вильгельмина Wilhelmin | Mina Minna Minnie Willa Wilma Willie Helmi Minchen Billie Velma
Winifred Winfried Winfred | Winnie Freda Win Fred Winni Friedel
Wojciech Войцех | Wojtek Wojtuś Wojciu Wojtas
Zbigniew Збигнев Zbyněk | Zbyszek Zbyś Zbynio Zbyszko Zbig
Zdzisław Zdzislaw | Zdzisiek Zdzich Zdzisio Zdzicho
Zenon Zénon Зенон | Zenek Zeno Zenuś
Zygmunt | Zyga Zygmuś
Yvonne Iwona Ivonne Yvette Ивона Ивонна Iwonna | Vonnie Iwonka Yve Evi Iwka Vonny
"""

PLAIN = """
"""
