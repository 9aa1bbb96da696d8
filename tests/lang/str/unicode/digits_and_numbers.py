print("٣".isdigit(), int("٣٤"), float("٣.٥"), "²".isdecimal(), "Ⅷ".isnumeric(), "一".isnumeric())
# expect: True 34 3.5 False True True
