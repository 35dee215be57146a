"""Languages in which the people of a wish can work together (ISO 639-1). Names are CLDR’s, in every language."""

#: Only ever add.
LANGUAGES: tuple[str, ...] = (
    "ar", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl",
    "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "mn", "nb", "nl",
    "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tg", "th", "tr", "tt", "uk", "uz", "vi", "zh",
)  # fmt: skip
