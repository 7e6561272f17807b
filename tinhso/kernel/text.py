"""Vietnamese text: one form for search, one key for order, one spelling of tone marks. Pure."""

import re
import unicodedata

# Order of TCVN 6909 and dictionaries: letters first, then the tone, syllable by syllable.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_KEY = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_OTHER_LETTER = "~"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LEVEL_TONE = "0"
# Ð (Icelandic eth) and Ɖ look like Đ and are typed for it.
_STROKED_D = str.maketrans("đĐðÐɖƉ", "dDdDdD")
_TO_REAL_D = str.maketrans("ðÐɖƉ", "đĐđĐ")

_FINAL_Y = re.compile(r"(?:[bcdghklmnpqrstvx]{0,3}|qu)y")
_WORDS = re.compile(r"[^\W\d_]+")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_RUNS = re.compile(r"\d+|[^\W\d_]+")


def is_unreadable(text: str) -> bool:
    """Whether it has what no text has and no table keeps: NUL, or half of a surrogate pair."""
    return _UNREADABLE.search(text) is not None


def nfc(text: str) -> str:
    """The text in Unicode form NFC, the only form stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The form stored for search: no case, tone marks or punctuation; đ as d; kỹ as kĩ.

    Words are separated by single spaces. Folding twice changes nothing.
    """
    return " ".join(fold_tokens(text))


def fold_tokens(text: str) -> list[str]:
    """The words of the folded text, in order."""
    bare = _bare(text)
    words = "".join(char if char.isalnum() else " " for char in bare).split()
    return [word[:-1] + "i" if _FINAL_Y.fullmatch(word) else word for word in words]


def fold_joined(text: str) -> str:
    """The folded text without spaces, so that "khaisinh" finds "khai sinh"."""
    return "".join(fold_tokens(text))


def acronym(text: str) -> str:
    """First letters of the folded words: "Khai sinh" → "ks"."""
    return "".join(word[0] for word in fold_tokens(text))


def tsquery(text: str, *, prefix_last: bool = True) -> str:
    """What the person typed as safe input of `to_tsquery('simple', …)`: every word must occur.

    The last word matches as a prefix, since it may be half typed. "" when nothing was typed.
    """
    words = fold_tokens(text)
    if not words:
        return ""
    return " & ".join(words) + (":*" if prefix_last else "")


def sort_key(text: str) -> str:
    """A key whose bytewise order (collation "C") is the Vietnamese dictionary order.

    Syllables compare by letters (a ă â b … d đ e ê …), then by tone (ngang, huyền, hỏi, ngã, sắc,
    nặng). Case and punctuation do not matter; numbers sort by value, before letters.
    """
    lowered = unicodedata.normalize("NFC", text).translate(_TO_REAL_D).lower()
    parts = (word for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", lowered)) if word)
    return "".join(_syllable_key(part) for part in parts)


def name_sort_key(full_name: str) -> str:
    """A key that sorts people by given name, then family name, then middle names."""
    words = full_name.split()
    if len(words) < 2:
        return sort_key(full_name)
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]]))


def normal_tone_position(text: str) -> str:
    """The text with tone marks where the interface writes them: hóa, thủy, hoàn, quý."""
    return _WORDS.sub(lambda found: _retone(found.group()), nfc(text))


def initials(full_name: str) -> str:
    """Capital first letters of all words of a name, without tones: "Nguyễn Văn Đạt" → "NVĐ"."""
    return "".join(_split_tone(word[0])[0].upper() for word in nfc(full_name).split())


def _bare(text: str) -> str:
    """Lower case, without marks; compatibility forms (², ﬁ, full width) as plain characters."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_STROKED_D)
    plain = unicodedata.normalize("NFKD", plain).casefold()
    kept = "".join(char for char in plain if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", kept)


def _split_tone(char: str) -> tuple[str, str]:
    """A letter without its tone mark, and the mark ("" if none): "ấ" → "â", acute."""
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in decomposed if mark in _TONES), "")
    letter = "".join(mark for mark in decomposed if mark not in _TONES)
    return unicodedata.normalize("NFC", letter), tone


def _syllable_key(word: str) -> str:
    """Letters, a separator lower than any of them, the tone: no key is a prefix of another's."""
    key, tone = "", _LEVEL_TONE
    for run in _RUNS.findall(word):
        if run.isdecimal():
            key += _number_key(run)
            continue
        for char in run:
            letter, mark = _split_tone(char)
            key += _LETTER_KEY.get(letter) or _foreign_key(letter)
            tone = _TONES.get(mark, tone)
    return f"{key} {tone}"


def _foreign_key(letter: str) -> str:
    """A foreign letter sorts as the Latin letter under its marks, others after the alphabet."""
    base = unicodedata.normalize("NFD", letter)[:1]
    return _LETTER_KEY.get(base) or _OTHER_LETTER + letter


def _number_key(digits: str) -> str:
    """Digits that compare by value: their count first. "2" → "12", "10" → "210"."""
    plain = str(int(digits)) if len(digits) < 18 else digits.lstrip("0") or "0"
    count = len(plain)
    return (str(count) if count < 9 else f"9{count:04d}") + plain


# Onset, vowels and coda of a syllable without tone. "qu" and "gi" before a vowel are onsets.
_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|nh|gh|gi(?=[aăâeêioôơuưy])|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})(?P<coda>ch|ng|nh|[cmnpt])?"
)


def _retone(word: str) -> str:
    split = [_split_tone(char) for char in word]
    tones = [tone for _, tone in split if tone]
    letters = [letter for letter, _ in split]
    found = _SYLLABLE.fullmatch("".join(letters).lower())
    if len(tones) != 1 or not found or len(letters) != found.end():
        return word
    place = found.start("vowels") + _tone_place(found["vowels"], closed=bool(found["coda"]))
    letters[place] = nfc(letters[place] + tones[0])
    return "".join(letters)


def _tone_place(vowels: str, *, closed: bool) -> int:
    """Which vowel carries the tone: one with a mark of its own, else by the syllable's shape."""
    for marked in ("ăâêôơ", "ư"):
        places = [place for place, vowel in enumerate(vowels) if vowel in marked]
        if places:
            return places[-1] if marked != "ư" else places[0]
    if len(vowels) == 3:
        return 1
    return 1 if len(vowels) == 2 and closed else 0
