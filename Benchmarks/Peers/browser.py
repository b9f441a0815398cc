"""Runs a program that signs in, and goes to the address that it says to open.

browser.py PROGRAM ARGUMENT…
"""
import subprocess
import sys
import urllib.request

program = subprocess.Popen(sys.argv[1:], stderr=subprocess.PIPE, text=True)
for line in program.stderr:
    if line.startswith("Open: "):
        urllib.request.urlopen(line[6:].strip()).read()
    else:
        sys.stderr.write(line)
sys.exit(program.wait())
