"""Pages for those who keep the registry: sign-in, questions of imports, places recorded twice."""
