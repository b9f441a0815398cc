"""What Google and Microsoft would answer for a corpus: pages of JSON made of its .ics files.

Only what the corpus has is read: see Benchmarks/Corpus.
"""
import datetime
import hashlib
import json
import re
import zoneinfo

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
LINE = re.compile(r'([^:;]+)((?:;[^=]+=(?:"[^"]*"|[^;:]*))*):(.*)')
PARAMETER = re.compile(r';([^=]+)=("[^"]*"|[^;:]*)')
SHORT = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def name(*parts):
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


class Event:
    """A VEVENT: the first of each property, all attendees and exceptions."""

    def __init__(self, text):
        self.lines, self.people, self.gone, self.alarm = {}, [], [], None
        for line in text.replace("\r\n ", "").splitlines():
            key, parameters, value = LINE.match(line).groups()
            parameters = dict(PARAMETER.findall(parameters))
            if key == "ATTENDEE":
                self.people.append((parameters, value))
            elif key == "EXDATE":
                self.gone.append((parameters, value))
            elif key == "TRIGGER":
                self.alarm = int(value[3:-1])
            else:
                self.lines.setdefault(key, (parameters, value))
        self.isAllDay = "VALUE" in self.lines["DTSTART"][0]

    def text(self, key):
        value = self.lines.get(key, ({}, ""))[1]
        return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)

    def time(self, key):
        return moment(*self.lines[key])

    def rule(self):
        text = self.lines.get("RRULE", ({}, ""))[1]
        return dict(part.split("=") for part in text.split(";")) if text else None


def moment(parameters, value):
    """A date, or a time in its zone."""
    if "VALUE" in parameters:
        return datetime.datetime.strptime(value, "%Y%m%d").date()
    zone = "UTC" if value.endswith("Z") else parameters.get("TZID", "Europe/Berlin")
    return datetime.datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S").replace(
        tzinfo=zoneinfo.ZoneInfo(zone))


def calendars(paths):
    """Of each file its name and, by UID, its masters with what differs from them."""
    for path in paths:
        text = open(path, encoding="utf-8", newline="").read()
        groups = {}
        for body in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.S):
            event = Event(body.replace("ACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\n", "ACTION:DISPLAY\r\n"))
            groups.setdefault(event.text("UID"), []).append(event)
        yield re.search(r"X-WR-CALNAME:(.*)\r", text)[1], groups


def link(event):
    return event.lines.get("X-GOOGLE-CONFERENCE", ({}, None))[1]


class Google:
    """`events.list` of the Calendar API v3, as far as `fields` asks for it."""

    base = "/calendar/v3"
    # As many as Daybook asks for (`maxResults`); there are never more on a page.
    size = 1000

    def __init__(self, paths):
        self.calendars = []
        for title, groups in calendars(paths):
            items = [item for uid, events in groups.items() for item in self.entries(uid, events)]
            self.calendars.append((title.lower() + "@example.com", title, items))

    def listing(self):
        return {"items": [
            {"id": key, "summary": title, "timeZone": "Europe/Berlin", "backgroundColor": "#9fe1e7",
             "accessRole": "owner", "selected": True, **({"primary": True} if number == 0 else {})}
            for number, (key, title, _) in enumerate(self.calendars)]}

    def pages(self, items):
        """Each page's body and the token that asks for it; the sync token stands on the last."""
        starts = list(range(0, len(items), self.size)) or [0]
        for number, start in enumerate(starts):
            page = {"timeZone": "Europe/Berlin", "accessRole": "owner",
                    "items": items[start:start + self.size]}
            if start == starts[-1]:
                page["nextSyncToken"] = "sync"
            else:
                page["nextPageToken"] = f"page{number + 1}"
            yield page

    def entries(self, uid, events):
        master = next(e for e in events if "RECURRENCE-ID" not in e.lines)
        key = name(uid)[:26]
        yield self.entry(uid, key, master)
        for parameters, value in master.gone:
            slot = moment(parameters, value)
            yield {"id": self.instance(key, slot), "etag": '"1"', "status": "cancelled",
                   "recurringEventId": key, "originalStartTime": self.point(slot)}
        for event in events:
            if event is master:
                continue
            slot = event.time("RECURRENCE-ID")
            yield {**self.entry(uid, self.instance(key, slot), event), "recurringEventId": key,
                   "originalStartTime": self.point(slot)}

    @staticmethod
    def instance(key, slot):
        if not isinstance(slot, datetime.datetime):
            return f"{key}_{slot:%Y%m%d}"
        return f"{key}_{slot.astimezone(datetime.timezone.utc):%Y%m%dT%H%M%SZ}"

    @staticmethod
    def point(time):
        if not isinstance(time, datetime.datetime):
            return {"date": time.isoformat()}
        text = time.isoformat()
        return {"dateTime": text, "timeZone": str(time.tzinfo)}

    def entry(self, uid, key, event):
        entry = {
            "id": key, "etag": f'"{int(name(key)[:12], 16)}"',
            "status": event.text("STATUS").lower(), "created": "2019-12-01T08:00:00.000Z",
            "updated": "2026-03-09T09:15:00.123Z", "summary": event.text("SUMMARY"),
            "start": self.point(event.time("DTSTART")), "end": self.point(event.time("DTEND")),
            "iCalUID": uid, "sequence": int(event.text("SEQUENCE")), "eventType": "default",
            "organizer": {"email": "ana@example.com", "self": True},
            "reminders": {"useDefault": event.alarm is None},
        }
        for member, key in [("description", "DESCRIPTION"), ("location", "LOCATION")]:
            if event.text(key):
                entry[member] = event.text(key)
        if event.text("TRANSP") == "TRANSPARENT":
            entry["transparency"] = "transparent"
        if event.rule():
            entry["recurrence"] = ["RRULE:" + event.lines["RRULE"][1]]
        if event.alarm is not None:
            entry["reminders"]["overrides"] = [{"method": "popup", "minutes": event.alarm}]
        if "ORGANIZER" in event.lines:
            parameters, value = event.lines["ORGANIZER"]
            entry["organizer"] = {
                "email": value[7:], "displayName": parameters["CN"].strip('"')}
        answers = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
        if event.people:
            entry["attendees"] = [
                {"email": value[7:], "displayName": parameters["CN"].strip('"'),
                 "responseStatus": answers.get(parameters["PARTSTAT"], "needsAction")}
                for parameters, value in event.people]
        if link(event):
            entry["hangoutLink"] = link(event)
            entry["conferenceData"] = {
                "entryPoints": [{"entryPointType": "video", "uri": link(event)}]}
        return entry


class Microsoft:
    """`calendarView/delta` of Microsoft Graph v1.0, everything moved by whole weeks into its window."""

    base = "/v1.0"
    size = 200
    # As Daybook lays it on the day of the bench: 400 days back, 800 ahead; less what is no week.
    start = datetime.date(2025, 10, 15)
    length = 168 * 7

    def __init__(self, paths):
        self.calendars = []
        for title, groups in calendars(paths):
            items = [item for uid, events in groups.items() for item in self.entries(uid, events)]
            self.calendars.append(("AAMkAG" + name(title)[:40] + "=", title, items))

    def listing(self):
        return {"value": [
            {"id": key, "name": title, "color": "auto", "hexColor": "", "isDefaultCalendar": not number,
             "canEdit": True, "changeKey": "ck==",
             "owner": {"name": "Ana", "address": "ana@example.com"}}
            for number, (key, title, _) in enumerate(self.calendars)]}

    def pages(self, items):
        starts = list(range(0, len(items), self.size)) or [0]
        for number, start in enumerate(starts):
            page = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(event)"}
            page["value"] = items[start:start + self.size]
            token = "$deltatoken=delta" if start == starts[-1] else f"$skiptoken=page{number + 1}"
            page["@odata.deltaLink" if start == starts[-1] else "@odata.nextLink"] = token
            yield page

    def entries(self, uid, events):
        master = next(e for e in events if "RECURRENCE-ID" not in e.lines)
        begin = master.time("DTSTART")
        day = begin.date() if isinstance(begin, datetime.datetime) else begin
        shift = datetime.timedelta(days=(day - self.start).days // self.length * self.length)
        key = "AAkALg" + name(uid) + name(uid, "2")
        rule = master.rule()
        entry = self.entry(uid, key, master, shift)
        if not rule:
            yield entry
            return
        entry.update(type="seriesMaster", recurrence=self.recurrence(rule, day - shift, begin, shift))
        yield entry
        for slot in self.dates(rule, day - shift, shift):
            start = datetime.datetime.combine(slot, begin.timetz()) if not master.isAllDay else slot
            length = master.time("DTEND") - begin
            yield {
                "@odata.type": "#microsoft.graph.event", "@odata.etag": 'W/"stub"',
                "id": key + slot.strftime("%Y%m%d"), "seriesMasterId": key, "type": "occurrence",
                "start": self.point(start), "end": self.point(start + length)}

    def dates(self, rule, first, shift):
        """Where the rule puts it inside of the window: the five kinds of rules that the corpus has."""
        end = self.start + datetime.timedelta(days=self.length)
        until = datetime.datetime.strptime(rule["UNTIL"][:8], "%Y%m%d").date() - shift if "UNTIL" in rule else end
        count = int(rule.get("COUNT", 10_000))
        days = [SHORT.index(d[-2:]) for d in rule.get("BYDAY", "").split(",") if d]
        step = int(rule.get("INTERVAL", 1))
        week = first - datetime.timedelta(days=first.weekday())
        day, found = first, 0
        while day < end and day <= until and found < count:
            isHit = {
                "DAILY": True,
                "WEEKLY": day.weekday() in (days or [first.weekday()])
                and (day - week).days // 7 % step == 0,
                "MONTHLY": day.weekday() == first.weekday()
                and (day.day - 1) // 7 == (first.day - 1) // 7 if days else day.day == first.day,
                "YEARLY": (day.month, day.day) == (first.month, first.day),
            }[rule["FREQ"]]
            if isHit:
                found += 1
                yield day
            day += datetime.timedelta(days=1)

    @staticmethod
    def recurrence(rule, first, begin, shift):
        days = [DAYS[SHORT.index(d[-2:])] for d in rule.get("BYDAY", "").split(",") if d]
        kind = {"DAILY": "daily", "WEEKLY": "weekly", "YEARLY": "absoluteYearly",
                "MONTHLY": "relativeMonthly" if days else "absoluteMonthly"}[rule["FREQ"]]
        pattern = {"type": kind, "interval": int(rule.get("INTERVAL", 1)), "month": 0, "dayOfMonth": 0,
                   "firstDayOfWeek": "monday", "index": "first"}
        if kind == "weekly":
            pattern["daysOfWeek"] = days or [DAYS[first.weekday()]]
        elif kind == "relativeMonthly":
            pattern["daysOfWeek"] = [DAYS[first.weekday()]]
            pattern["index"] = ["first", "second", "third", "fourth", "last"][(first.day - 1) // 7]
        elif kind != "daily":
            pattern["dayOfMonth"] = first.day
            pattern["month"] = first.month if kind == "absoluteYearly" else 0
        zone = str(begin.tzinfo) if isinstance(begin, datetime.datetime) else "UTC"
        span = {"type": "noEnd", "startDate": first.isoformat(), "recurrenceTimeZone": zone}
        if "COUNT" in rule:
            span.update(type="numbered", numberOfOccurrences=int(rule["COUNT"]))
        elif "UNTIL" in rule:
            last = datetime.datetime.strptime(rule["UNTIL"][:8], "%Y%m%d").date() - shift
            span.update(type="endDate", endDate=last.isoformat())
        return {"pattern": pattern, "range": span}

    @staticmethod
    def point(time):
        if isinstance(time, datetime.datetime):
            time = time.astimezone(datetime.timezone.utc)
        return {"dateTime": time.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": "UTC"}

    def entry(self, uid, key, event, shift):
        change = name(key)[:24]
        zone = str(event.time("DTSTART").tzinfo) if not event.isAllDay else "UTC"
        text = event.text("DESCRIPTION")
        html = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>\r\n")
        answers = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentativelyAccepted"}
        never = "0001-01-01T00:00:00Z"
        place = {"displayName": event.text("LOCATION"), "locationType": "default",
                 "uniqueId": event.text("LOCATION"), "uniqueIdType": "private"}
        organizer = event.lines.get("ORGANIZER", ({"CN": "Ana"}, "mailto:ana@example.com"))
        return {
            "@odata.type": "#microsoft.graph.event", "@odata.etag": f'W/"{change}"', "id": key,
            "createdDateTime": "2019-12-01T08:00:00.1234567Z",
            "lastModifiedDateTime": "2026-03-09T09:15:00.7654321Z", "changeKey": change,
            "categories": [event.text("CATEGORIES")] if event.text("CATEGORIES") else [],
            "transactionId": None, "originalStartTimeZone": zone, "originalEndTimeZone": zone,
            "iCalUId": uid, "reminderMinutesBeforeStart": event.alarm or 15,
            "isReminderOn": event.alarm is not None, "hasAttachments": False,
            "subject": event.text("SUMMARY"), "bodyPreview": text[:255], "importance": "normal",
            "sensitivity": "normal", "isAllDay": event.isAllDay, "isCancelled": False,
            "isOrganizer": "ORGANIZER" not in event.lines, "responseRequested": True,
            "seriesMasterId": None,
            "showAs": "free" if event.text("TRANSP") == "TRANSPARENT" else "busy",
            "type": "singleInstance", "webLink": "https://outlook.office365.com/owa/?itemid=" + key,
            "onlineMeetingUrl": None, "isOnlineMeeting": link(event) is not None,
            "onlineMeetingProvider": "teamsForBusiness" if link(event) else "unknown",
            "allowNewTimeProposals": True, "isDraft": False, "hideAttendees": False,
            "recurrence": None, "responseStatus": {"response": "organizer", "time": never},
            "body": {"contentType": "html", "content":
                     "<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">"
                     f"\r\n</head>\r\n<body>\r\n<div>{html}</div>\r\n</body>\r\n</html>\r\n"},
            "start": self.point(event.time("DTSTART") - shift),
            "end": self.point(event.time("DTEND") - shift), "location": place,
            "locations": [place] if place["displayName"] else [],
            "attendees": [
                {"type": "required",
                 "status": {"response": answers.get(parameters["PARTSTAT"], "none"), "time": never},
                 "emailAddress": {"name": parameters["CN"].strip('"'), "address": value[7:]}}
                for parameters, value in event.people],
            "organizer": {"emailAddress": {
                "name": organizer[0]["CN"].strip('"'), "address": organizer[1][7:]}},
            "onlineMeeting": {"joinUrl": link(event)} if link(event) else None,
        }


KINDS = {"google": Google, "microsoft": Microsoft}
