s = "aé€😀" * 5
print(s[1::4], s[-1:-9:-4], s[3:5], s[::-1][:4], s.count("€"), s.replace("€", "")[:6], s.split("😀")[1], s.partition("€")[0])
# expect: ééééé 😀😀 😀a 😀€éa 5 aé😀aé😀 aé€ aé
