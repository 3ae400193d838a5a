"""The names of slide layouts and subtitle placeholders in the languages of PowerPoint, and the roles they stand for.

PowerPoint translates the names of layouts, never their types. But other programs, and designers who draw their own
layouts, leave the type out; then the name is the best evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title slide", "title", "titeldias", "titelslide", "titeldia", "titelfolie", "diapositive de titre", "titre",
        "diapositiva de título", "portada", "rubrikbild", "tittellysbilde", "diapositiva titolo", "slide de título",
        "diapositivo de título", "otsikkodia", "slajd tytułowy", "úvodní snímek", "титульный слайд", "başlık slaydı",
        "标题幻灯片", "標題投影片", "タイトル スライド", "제목 슬라이드", "شريحة عنوان", "שקופית כותרת",
    ),
    "section": (
        "section header", "section title", "section", "segue", "afsnitsoverskrift", "afsnit", "kapitel",
        "abschnittsüberschrift", "abschnitt", "titre de section", "encabezado de sección", "avsnittsrubrik",
        "deloverskrift", "sectiekop", "intestazione sezione", "cabeçalho da seção", "cabeçalho da secção",
        "osan ylätunniste", "nagłówek sekcji", "záhlaví oddílu", "заголовок раздела", "bölüm üst bilgisi", "节标题",
        "章節標題", "區段標題", "セクション見出し", "구역 머리글", "عنوان المقطع", "כותרת מקטע עליונה",
    ),
    "statement": (
        "statement", "big statement", "quote", "quote with caption", "big words", "key message", "citat", "udsagn",
        "zitat", "zitat mit beschriftung", "citation", "citation avec légende", "cita", "cita con descripción", "sitat",
        "citaat", "citazione", "citação", "sitaatti", "cytat", "引言", "引用", "名言", "인용",
    ),
    "content": (
        "title and content", "title, content", "content", "title and text", "titel og indhold",
        "titel og indholdsobjekt", "titel og objekt", "titel og tekst", "titel und inhalt", "titel und text",
        "titre et contenu", "título y contenido", "título y objetos", "rubrik och innehåll", "tittel og innhold",
        "titel en object", "titel en inhoud", "titolo e contenuto", "título e conteúdo", "título e objeto",
        "otsikko ja sisältö", "tytuł i zawartość", "nadpis a obsah", "заголовок и объект", "başlık ve içerik",
        "标题和内容", "標題及內容", "標題及物件", "タイトルとコンテンツ", "제목 및 내용", "عنوان ومحتوى", "כותרת ותוכן",
    ),
    "two-content": (
        "two content", "title, 2 content", "to indholdsobjekter", "to indhold", "zwei inhalte", "deux contenus",
        "dos objetos", "dos contenidos", "två innehållsdelar", "två delar", "to innholdsdeler", "inhoud van twee",
        "due contenuti", "duas partes de conteúdo", "dois conteúdos", "kaksi sisältökohdetta",
        "dwa elementy zawartości", "dva obsahy", "два объекта", "iki içerik", "两栏内容", "兩項物件", "兩個內容",
        "2 つのコンテンツ", "콘텐츠 2개", "محتويان", "שני תכנים",
    ),
    "title-only": (
        "title only", "kun titel", "nur titel", "titre seul", "solo el título", "sólo el título", "endast rubrik",
        "bare tittel", "alleen titel", "solo titolo", "somente título", "só título", "vain otsikko", "tylko tytuł",
        "pouze nadpis", "jenom nadpis", "только заголовок", "yalnızca başlık", "仅标题", "只有標題", "タイトルのみ",
        "제목만", "عنوان فقط", "כותרת בלבד",
    ),
    "picture": (
        "picture with caption", "picture", "photo", "image", "billede med billedtekst", "billede",
        "bild mit überschrift", "bild", "image avec légende", "imagen con título", "bild med bildtext",
        "bilde med tekst", "afbeelding met bijschrift", "immagine con didascalia", "imagem com legenda",
        "kuva ja kuvateksti", "obraz z podpisem", "obrázek s titulkem", "рисунок с подписью", "resimli başlık",
        "图片与标题", "含標題的圖片", "タイトル付きの図", "캡션 있는 그림", "صورة مع تسمية توضيحية", "תמונה עם כיתוב",
    ),
    "closing": (
        "closing", "closing slide", "end", "end slide", "last page", "thank you", "thanks", "contact", "afslutning",
        "tak", "slut", "kontakt", "schluss", "schlussfolie", "abschluss", "danke", "fin", "merci", "cierre",
        "gracias", "avslutning", "tack", "takk", "afsluiting", "slot", "chiusura", "grazie", "fine", "encerramento",
        "obrigado", "lopetus", "kiitos", "zakończenie", "závěr", "заключение", "спасибо", "结束", "谢谢", "結束",
        "終わり", "ありがとうございました", "감사합니다", "شكرا", "תודה",
    ),
    "blank": (
        "blank", "blank slide", "empty", "tom", "tomt", "leer", "vide", "en blanco", "vacío", "leeg", "vuota",
        "em branco", "tyhjä", "pusty", "prázdný", "пустой слайд", "boş", "空白", "白紙", "빈 화면", "فارغ", "ריק",
    ),
}  # fmt: skip

WORDS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "cover", "front page", "forside", "titelseite", "startfolie", "couverture", "portada", "omslag", "opening",
        "封面", "表紙", "표지",
    ),
    "section": (
        "section", "divider", "chapter", "afsnit", "kapitel", "skilleark", "abschnitt", "trenn", "chapitre",
        "intercalaire", "sección", "avsnitt", "章节", "过渡", "セクション", "中扉", "구역",
    ),
    "statement": ("statement", "quote", "citat", "zitat", "udsagn"),
    "content": ("content", "indhold", "inhalt", "contenu", "contenido", "innehåll", "内容", "コンテンツ"),
    "picture": ("picture with", "billede med", "bild mit"),
    "closing": ("closing", "thank", "afslutning", "schluss", "danke", "merci", "結び", "结束"),
}  # fmt: skip
"""Role → words that reveal it within a longer name."""

SUBTITLE_NAMES = (
    "subtitle", "sub title", "undertitel", "underoverskrift", "untertitel", "sous-titre", "subtítulo", "underrubrik",
    "undertittel", "ondertitel", "sottotitolo", "legenda", "alaotsikko", "podtytuł", "podnadpis", "подзаголовок",
    "alt başlık", "副标题", "副標題", "サブタイトル", "부제목", "عنوان فرعي", "כותרת משנה",
)  # fmt: skip
"""How the names of subtitle placeholders begin."""


def normalise_name(name: str) -> str:
    """Returns a name to compare: in lower case, without the number that PowerPoint puts before or after it."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"^\d+[_ .-]+|\s*\(\d+\)$|[_-]\d+$", "", " ".join(folded.replace("_", " ").split())).strip()


_ROLES_BY_NAME = {normalise_name(name): role for role, names in NAMES.items() for name in names}


@cache
def find_role_by_name(name: str) -> str | None:
    """Returns the role whose layouts have exactly this name in some language."""
    return _ROLES_BY_NAME.get(normalise_name(name))


@cache
def find_role_by_word(name: str) -> str | None:
    """Returns the role that a word in the name points to."""
    plain = normalise_name(name)
    return next((role for role, words in _WORDS_BY_ROLE.items() if any(word in plain for word in words)), None)


_WORDS_BY_ROLE = {
    role: tuple(map(normalise_name, WORDS[role]))
    for role in ("closing", "section", "title", "statement", "picture", "content")
}
"""In the order of the search; `content` is last, because names of other layouts speak of content too."""


def is_subtitle_name(name: str) -> bool:
    return normalise_name(name).startswith(SUBTITLE_NAMES)
