# oracle: 3.11
import multiprocessing, os, sys, time
def work(connection, number):
    connection.send((number * 2, multiprocessing.current_process().name))
    sys.exit(number)
if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    ours, theirs = multiprocessing.Pipe()
    process = context.Process(target=work, args=(theirs, 21), name="worker")
    process.start()
    print(ours.recv())  # expect: (42, 'worker')
    process.join()
    print(process.exitcode, process.is_alive())  # expect: 21 False
    process = context.Process(target=time.sleep, args=(100,))
    process.start()
    process.terminate()
    process.join()
    print(process.exitcode)  # expect: -15
