"""Reads every event of a CalDAV home and keeps nothing: what no client can do without.

caldav-reader.py HOST PORT HOME USER PASSWORD
"""
import base64
import http.client
import re
import sys

host, port, home, user, password = sys.argv[1:]
headers = {
    "Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode(),
    "Content-Type": "application/xml; charset=utf-8",
}


def ask(method, path, depth, body):
    connection = http.client.HTTPConnection(host, int(port))
    connection.request(method, path, body, {**headers, "Depth": str(depth)})
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


def hrefs(answer):
    return [href for href in re.findall(r"<(?:\w+:)?href>([^<]*)<", answer)]


listing = ask("PROPFIND", home, 1,
              '<d:propfind xmlns:d="DAV:"><d:prop><d:sync-token/></d:prop></d:propfind>')
for calendar in (href for href in hrefs(listing) if href != home):
    changes = ask("REPORT", calendar, 0,
                  '<d:sync-collection xmlns:d="DAV:"><d:sync-token/><d:sync-level>1</d:sync-level>'
                  "<d:prop><d:getetag/></d:prop></d:sync-collection>")
    members = [href for href in hrefs(changes) if href.endswith(".ics")]
    for start in range(0, len(members), 100):
        ask("REPORT", calendar, 1,
            '<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
            "<d:prop><d:getetag/><c:calendar-data/></d:prop>"
            + "".join(f"<d:href>{href}</d:href>" for href in members[start:start + 100])
            + "</c:calendar-multiget>")
