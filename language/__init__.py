"""Reading text: normalise, recognise Darija in Latin letters, identify the language, encode."""
