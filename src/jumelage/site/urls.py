untranslated = []
translated = []
