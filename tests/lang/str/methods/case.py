print("ǆ straße İ".upper(), "ΑΣ Σ".lower(), "they're bill's".title(), "aBC".swapcase(), "hELLO".capitalize(), "ß".casefold())
# expect: Ǆ STRASSE İ ας σ They'Re Bill'S Abc Hello ss
