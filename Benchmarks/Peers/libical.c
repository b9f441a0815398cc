/* The same jobs done by libical, for comparison: prints one number.
   libical parse FILE…         MB/s into a tree of components
   libical expand YEAR FILE…   ms for every instance in a year of UTC
   libical daily YEARS ROUNDS  million instances a second of one DAILY rule, in UTC */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static char *text(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(1);
  fseek(file, 0, SEEK_END);
  *size = ftell(file);
  rewind(file);
  char *bytes = malloc(*size + 1);
  if (fread(bytes, 1, *size, file) != *size) exit(1);
  bytes[*size] = 0;
  fclose(file);
  return bytes;
}

static void count(icalcomponent *event, struct icaltime_span *span, void *data) {
  (void)event;
  (void)span;
  ++*(long *)data;
}

static void parse(int files, char **paths) {
  double megabytes = 0, time = 0;
  for (int i = 0; i < files; i++) {
    size_t size;
    char *bytes = text(paths[i], &size);
    double begin = seconds();
    icalcomponent *root = icalparser_parse_string(bytes);
    time += seconds() - begin;
    megabytes += size / 1e6;
    if (root) icalcomponent_free(root);
    free(bytes);
  }
  printf("%.3f\n", megabytes / time);
}

static void expand(int year, int files, char **paths) {
  struct icaltimetype from = icaltime_null_time(), to = icaltime_null_time();
  from.year = year, from.month = from.day = 1, from.zone = icaltimezone_get_utc_timezone();
  to = from;
  to.year++;
  double time = 0;
  long found = 0;
  for (int i = 0; i < files; i++) {
    size_t size;
    char *bytes = text(paths[i], &size);
    icalcomponent *root = icalparser_parse_string(bytes);
    double begin = seconds();
    for (icalcomponent *event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
         event; event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT))
      icalcomponent_foreach_recurrence(event, from, to, count, &found);
    time += seconds() - begin;
    icalcomponent_free(root);
    free(bytes);
  }
  printf("%.3f ms, %ld instances\n", time * 1000, found);
}

static void daily(int years, int rounds) {
  icaltimezone *zone = icaltimezone_get_builtin_timezone("Europe/Berlin");
  struct icaltimetype start = icaltime_from_string("20000101T093000");
  start.zone = zone;
  volatile long sum = 0;
  long found = 0;
  double begin = seconds();
  for (int round = 0; round < rounds; round++) {
    icalrecur_iterator *days =
        icalrecur_iterator_new(icalrecurrencetype_from_string("FREQ=DAILY"), start);
    struct icaltimetype next = icalrecur_iterator_next(days);
    for (; next.year < 2000 + years; next = icalrecur_iterator_next(days)) {
      sum += icaltime_as_timet_with_zone(next, zone);
      found++;
    }
    icalrecur_iterator_free(days);
  }
  printf("%.4f\n", found / 1e6 / (seconds() - begin));
}

int main(int argc, char **argv) {
  if (argc > 2 && !strcmp(argv[1], "parse")) parse(argc - 2, argv + 2);
  else if (argc > 3 && !strcmp(argv[1], "expand")) expand(atoi(argv[2]), argc - 3, argv + 3);
  else if (argc > 3 && !strcmp(argv[1], "daily")) daily(atoi(argv[2]), atoi(argv[3]));
  else return 64;
  return 0;
}
