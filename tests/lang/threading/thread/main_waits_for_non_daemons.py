# oracle: 3.11
import threading, time
def late():
    time.sleep(0.05)
    print("late")
threading.Thread(target=late).start()
print("main ends")  # expect: main ends
# expect: late
