"""How fast editions are built, in one run beside WeasyPrint, Chromium, Typst, Vivliostyle: `python -m tests.bench`."""
