//! The names that invented people get: by language, in their own letters and as an address writes them.

/// The administrator who signs in: active, and without a second factor, so that a password is enough.
pub(crate) const ADMINISTRATOR: i64 = 1;
/// Valentina Rodriguez, the person of the first example in every document.
pub(super) const VALENTINA: i64 = 42;

/// The names of one language: each list has `name mailbox, name mailbox, …`.
pub(super) struct Culture {
    pub(super) lang: &'static str,
    pub(super) first: &'static str,
    pub(super) last: &'static str,
}

const fn culture(lang: &'static str, first: &'static str, last: &'static str) -> Culture {
    Culture { lang, first, last }
}

/// A person whose name is known to make software fail.
pub(super) struct Notable {
    pub(super) id: i64,
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) mailbox: &'static str,
    pub(super) lang: &'static str,
}

const fn notable(
    id: i64,
    first: &'static str,
    last: &'static str,
    mailbox: &'static str,
    lang: &'static str,
) -> Notable {
    Notable { id, first, last, mailbox, lang }
}

/// These keep their ids in every organisation that is large enough.
pub(super) const NOTABLES: &[Notable] = &[
    notable(ADMINISTRATOR, "Morgan", "Reyes", "admin", "en-US"),
    notable(5, "Siobhán", "O'Brien-Smith", "siobhan.obrien-smith", "en-IE"),
    notable(12, "Q", "Y", "q", "en-US"),
    notable(
        18,
        "María de los Ángeles Guadalupe",
        "Fernández-Villaverde y Ruiz de la Prada-Hohenlohe-Langenburg",
        "maria.fernandez-villaverde",
        "es-ES",
    ),
    notable(23, "Alex", "Kim", "alex.kim", "en-US"),
    notable(26, "Robert \"Bobby\"", "Tables, Jr.", "bobby.tables", "en-US"),
    notable(VALENTINA, "Valentina", "Rodriguez", "valentina.r", "es-ES"),
    notable(56, "D'Arcy", "N’Diaye", "darcy.ndiaye", "fr-FR"),
    notable(61, "Alex", "Kim", "alex.kim2", "en-US"),
    notable(73, "İpek", "Işıklı", "ipek.isikli", "tr-TR"),
    notable(88, "Null", "van der Test", "null", "nl-NL"),
];

/// The names of all other people: each with its form in an address.
pub(super) const CULTURES: &[Culture] = &[
    culture(
        "en-US",
        "Grace grace, Marcus marcus, Olivia olivia, Ethan ethan, Naomi naomi",
        "Walker walker, Bennett bennett, Okafor okafor, Sullivan sullivan, Price price",
    ),
    culture(
        "ru-RU",
        "Анна anna, Дмитрий dmitriy, Екатерина ekaterina, Сергей sergey, Наталья natalya",
        "Коваленко kovalenko, Черных chernykh, Шевчук shevchuk, Живаго zhivago, Щербак shcherbak",
    ),
    culture(
        "fr-FR",
        "Émilie emilie, François francois, Zoë zoe, Jérôme jerome, Anaïs anais",
        "Lefèvre lefevre, Müller mueller, Beauséjour beausejour, Gagné gagne, L'Écuyer lecuyer",
    ),
    culture(
        "el-GR",
        "Γεώργιος georgios, Ελένη eleni, Νίκος nikos, Σοφία sofia, Αλέξανδρος alexandros",
        "Παπαδάκης papadakis, Οικονόμου oikonomou, Ψαρρός psarros, Καραγιάννης karagiannis, Φωτίου fotiou",
    ),
    culture(
        "ja-JP",
        "美咲 misaki, 翔太 shota, さくら sakura, 健一 kenichi, ユウキ yuki",
        "田中 tanaka, 鈴木 suzuki, 渡辺 watanabe, 長谷川 hasegawa, 佐々木 sasaki",
    ),
    culture(
        "ar-AE",
        "فاطمة fatima, محمد mohammed, ليلى layla, يوسف yousef, مريم maryam",
        "الحسن alhassan, القاسمي alqasimi, حداد haddad, المنصوري almansoori, خليل khalil",
    ),
    culture(
        "de-DE",
        "Jürgen juergen, Käthe kaethe, Björn bjoern, Sören soeren, Heidi heidi",
        "Strauß strauss, Größmann groessmann, Hübner-Weiß huebner-weiss, Schäfer schaefer, von der Aue vonderaue",
    ),
    culture(
        "zh-CN",
        "伟 wei, 秀英 xiuying, 小明 xiaoming, 丽 li, 建国 jianguo",
        "王 wang, 欧阳 ouyang, 陈 chen, 诸葛 zhuge, 刘 liu",
    ),
    culture(
        "he-IL",
        "נועה noa, יונתן yonatan, תמר tamar, איתי itai, שירה shira",
        "כהן cohen, לוי levi, מזרחי mizrahi, פרץ peretz, בן־דוד bendavid",
    ),
    culture(
        "pl-PL",
        "Łukasz lukasz, Małgorzata malgorzata, Świętosław swietoslaw, Zofia zofia, Grażyna grazyna",
        "Wójcik wojcik, Dąbrowska dabrowska, Brzęczyszczykiewicz brzeczyszczykiewicz, Źródło zrodlo, Nowak nowak",
    ),
    culture(
        "ko-KR",
        "지우 jiwoo, 민준 minjun, 서연 seoyeon, 하은 haeun, 도윤 doyun",
        "김 kim, 이 lee, 박 park, 남궁 namgung, 최 choi",
    ),
    culture(
        "vi-VN",
        "Hương huong, Dũng dung, Thảo thao, Đức duc, Quỳnh quynh",
        "Nguyễn nguyen, Trần tran, Phạm pham, Đặng dang, Vũ vu",
    ),
    culture(
        "tr-TR",
        "İbrahim ibrahim, Ayşe ayse, Çağla cagla, Oğuz oguz, Irmak irmak",
        "Yıldız yildiz, Şahin sahin, Öztürk ozturk, Kılıç kilic, Güneş gunes",
    ),
    culture(
        "th-TH",
        "สมชาย somchai, มาลี malee, อนันต์ anan, กนกวรรณ kanokwan, ธนา thana",
        "สุขใจ sukjai, ทองดี thongdee, ศรีสวัสดิ์ srisawat, แก้วใส kaewsai, บุญมา boonma",
    ),
    culture(
        "es-MX",
        "José jose, Lucía lucia, Íñigo inigo, Begoña begona, Ángel angel",
        "Muñoz munoz, Gutiérrez gutierrez, de la Cruz delacruz, Ibáñez ibanez, Peña pena",
    ),
    culture(
        "en-IN",
        "Priya priya, Arjun arjun, Ananya ananya, Rohan rohan, Kavya kavya",
        "Subramanian subramanian, Iyer iyer, Chatterjee chatterjee, Patel patel, Rao rao",
    ),
];
