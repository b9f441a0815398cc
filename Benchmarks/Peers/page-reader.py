"""Reads every event of a vendor's account and keeps nothing: what no client can do without.

page-reader.py google|microsoft PORT
"""
import gzip
import http.client
import json
import sys
import urllib.parse

kind, port = sys.argv[1], int(sys.argv[2])
connection = http.client.HTTPConnection("127.0.0.1", port)
headers = {
    "Authorization": "Bearer access", "Accept-Encoding": "gzip", "User-Agent": "reader (gzip)",
    "Prefer": 'outlook.timezone="UTC", odata.maxpagesize=200, IdType="ImmutableId"',
}


def ask(path):
    connection.request("GET", path, headers=headers)
    return json.loads(gzip.decompress(connection.getresponse().read()))


if kind == "google":
    for calendar in ask("/calendar/v3/users/me/calendarList")["items"]:
        page = {"nextPageToken": ""}
        while "nextPageToken" in page:
            key, token = urllib.parse.quote(calendar["id"]), page["nextPageToken"]
            page = ask(f"/calendar/v3/calendars/{key}/events?pageToken={token}")
else:
    for calendar in ask("/v1.0/me/calendars")["value"]:
        path = f"/v1.0/me/calendars/{urllib.parse.quote(calendar['id'])}/calendarView/delta"
        while path:
            path = ask(path[path.index("/v1.0"):]).get("@odata.nextLink")
