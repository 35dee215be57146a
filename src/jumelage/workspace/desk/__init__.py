"""One tie as its officer sees it: claims, objections, what others say, documents."""
