print(f"{'abc':>6}|{'abc':*^7}|{'abcdef':.3}|{'abc':s}|{'é':>3}|{'a':-<4}")
# expect:    abc|**abc**|abc|abc|  é|a---
