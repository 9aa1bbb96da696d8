# oracle: 3.11
import hashlib, hmac
print(hashlib.md5(b"coil").hexdigest())  # expect: af4b8646811218eef2cd8319c1089bc2
print(hashlib.sha256(b"coil").hexdigest())
# expect: 1fe75231d376f8ef77efa622274b7f5148c238e6a026f7a07043de27334abfef
print(hashlib.sha3_224(b"coil").hexdigest(), hashlib.shake_128(b"coil").hexdigest(8))
# expect: 6e390348ac84a1dca60e6b6c5474aaabb7925f6f0d8c6a38d1119287 9fdaa0e1bd886054
print(hashlib.blake2b(b"coil", digest_size=16, key=b"key", salt=b"salt").hexdigest())
# expect: 06ff27545869a9e7655db229c0d45db8
growing = hashlib.new("sha512")
for part in (b"c", b"oi", b"l"):
    growing.update(part)
print(growing.digest() == hashlib.sha512(b"coil").digest(), growing.name, growing.block_size)
# expect: True sha512 128
print(hmac.new(b"key", b"coil", "sha1").hexdigest(), hmac.compare_digest("a", "a"))
# expect: a94113d1a128dbbc9e73041cf26a87538da931f5 True
print(hashlib.pbkdf2_hmac("sha256", b"pass", b"salt", 3).hex()[:16])  # expect: f6894ed57d9dd8af
