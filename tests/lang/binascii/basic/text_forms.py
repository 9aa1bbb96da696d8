import base64, binascii
print(binascii.hexlify(b"coil", "-"), binascii.unhexlify("636f696c"))  # expect: b'63-6f-69-6c' b'coil'
print(base64.b64encode(b"any carnal pleas"))  # expect: b'YW55IGNhcm5hbCBwbGVhcw=='
print(base64.b64decode("YW55IGNh"), base64.urlsafe_b64encode(b"\xff\xfe"))  # expect: b'any ca' b'__4='
print(base64.b32encode(b"coil"), base64.b85encode(b"coil"))  # expect: b'MNXWS3A=' b'V{d6}'
print(binascii.b2a_qp(b"caf\xe9 = 1 \n"), binascii.a2b_qp("=41=\nB"))  # expect: b'caf=E9 =3D 1=20\n' b'AB'
print(binascii.crc32(b"coil"), binascii.crc_hqx(b"coil", 0))
# expect: 3144152689 27084
try: binascii.a2b_base64("abc")
except binascii.Error as error: print(error)  # expect: Incorrect padding
