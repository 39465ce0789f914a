/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-films.c - two PV200 at 9600 baud look at the same parts; their results go through a store
 * to the boards and the films service, which flap: no part is lost, each has one sequence, and what
 * arrives twice is what the server had cut the answer to, but never where it is looked up */
#include "daemons.h"
#include "flapping.h"

#define N_PARTS 140
#define N_PARTS_SANITIZED 80
#define N_PARTS_SLOW 1500
#define RESET_AT 60     /* both counters begin anew */
#define MISSED_EVERY 17 /* the second camera does not see one part of so many */
#define TICK 100        /* milliseconds: a line at 9600 baud carries 96 bytes meanwhile */
#define TICK_BYTES 96
#define TICKS_AWAY 3    /* a server refuses connections for so many */
#define TICKS_BETWEEN 5 /* and so many later it is another's turn */
#define PATIENCE 240    /* seconds, and more for more parts */

/* Which requests are one part's is found by the sink, or by an assembly before it; the service is
 * asked before a repetition, or it is not. */
static const char *const names[] = { "boards",      "boards-asked", "films",
                                     "films-asked", "parts",        "parts-asked" };

#define N_SERVICES G_N_ELEMENTS (names)

#define TIME "{fields.device_time|time:%Y-%m-%dT%H:%M:%S%:z}"

#define ANY_SINK \
  "[sink NAME]\nplugin=rest\ntimezone=Asia/Taipei\naccepted-type=application/json\n" \
  "body=template\n" \
  "timeout=10s\nretry-first=20ms\nretry-longest=200ms\nsuspect-after=0\n"

#define BOARDS_SINK \
  "from=cam*\nurl=URL/boards/records/\n" \
  "template={\"num\":{fields.num},\"machine\":{fields.machine},\"rs232_time\":\"" TIME "\"," \
  "\"record_datas\":{\"measure_1\":{fields.measure_1},\"measure_2\":{fields.measure_2}}}\n"

#define BOARDS_ASKED \
  "lookup-url=URL/boards/records/\nanswer-size=1M\n" \
  "lookup-match=/num={fields.num};/machine={fields.machine};/rs232_time=" TIME "\n"

#define FILMS_SINK \
  "url=URL/films/films/\nprepare-url=URL/films/filmseq/\n" \
  "rollback-url=URL/films/filmseq/{prepared.id}\n" \
  "template={\"pic\":\"{fields.num}\",\"pic_url\":\"\",\"content_type\":1,\"seq\":{prepared.id}," \
  "\"cam\":{fields.machine|map:1=0,2=1},\"rs232_time\":\"" TIME "\",\"len_ret\":\"1\"," \
  "\"gap_ret\":\"1\",\"film_gaps\":{\"gap0\":{fields.measure_1}}," \
  "\"film_lens\":{\"pink\":{fields.measure_2}}}\n"

#define FILMS_ASKED \
  "lookup-url=URL/films/films/?num=50\nanswer-size=1M\n" \
  "lookup-match=/pic={fields.num};/cam={fields.machine|map:1=0,2=1};/rs232_time=" TIME "\n"

#define BY_NUMBER "from=cam*\nprepare-key={fields.num}\n"
#define BY_ASSEMBLY "from=part\nprepare-key={epoch}/{fields.seq}\nprepare-partner={fields.source}\n"

#define SOURCES \
  "[source cam0]\nplugin=serial\ndevice=DIR/cam0\nbaud-rate=9600\nframer=cr\nschema=pv200\n" \
  "[source cam1]\nplugin=serial\ndevice=DIR/cam1\nbaud-rate=9600\nframer=cr\nschema=pv200\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[source part]\nplugin=assembly\nfrom=cam0;cam1\nmatch=key\nskew=20s\ntimeout=30s\n" \
  "give=records\n[sink store]\nplugin=buffer\n"

/**
 * Run:
 * @lines: masters of the cameras' lines
 * @ends: their other ends
 * @waiting: (owned): of each, what it has still to say
 * @n_parts: of the whole run; the last is seen by both cameras
 * @n_ticks: so far
 * @away: (nullable): whose server is away
 */
typedef struct {
  TestDaemon *daemon;
  Flapping services[N_SERVICES];
  int lines[FLAPPING_CAMERAS];
  int ends[FLAPPING_CAMERAS];
  GString *waiting[FLAPPING_CAMERAS];
  guint n_parts;
  guint n_ticks;
  Flapping *away;
} Run;

static gboolean
is_seen (const Run *self, guint index, guint camera)
{
  return camera == 0 || index == self->n_parts - 1 || index % MISSED_EVERY != 5;
}

static void
add_sink (GString *config, const Flapping *service)
{
  const gboolean is_asked = g_str_has_suffix (service->name, "-asked");
  const gboolean is_part = g_str_has_prefix (service->name, "parts");
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", service->port);

  g_string_append (config, ANY_SINK);
  if (service->films == NULL)
    g_string_append (config, is_asked ? BOARDS_SINK BOARDS_ASKED : BOARDS_SINK);
  else
    {
      g_string_append (config, is_asked ? FILMS_SINK FILMS_ASKED : FILMS_SINK);
      g_string_append (config, is_part ? BY_ASSEMBLY : BY_NUMBER);
    }
  g_string_replace (config, "NAME", service->name, 0);
  g_string_replace (config, "URL", url, 0);
}

/* 42 bytes a record */
static void
say (Run *self, guint camera)
{
  for (guint index = 0; index < self->n_parts; index++)
    if (is_seen (self, index, camera))
      g_string_append_printf (self->waiting[camera],
                              "18/10/13,14:%02u:%02u, %u, %u,1.%03u,2.%03u,\r\n", index / 60,
                              index % 60, index < RESET_AT ? index : index - RESET_AT, camera + 1,
                              index % 1000, index % 997);
}

static void
run_init (Run *self)
{
  g_autoptr (GString) config = g_string_new (SOURCES);

  *self = (Run) { .n_parts = g_test_slow ()                ? N_PARTS_SLOW
                             : g_getenv ("LEAT_SANITIZED") ? N_PARTS_SANITIZED
                                                           : N_PARTS };
  for (guint i = 0; i < N_SERVICES; i++)
    {
      flapping_init (&self->services[i], names[i]);
      add_sink (config, &self->services[i]);
    }
  g_string_prepend (config, "log-level=error\n");
  self->daemon = test_daemon_new (config->str);
  for (guint camera = 0; camera < FLAPPING_CAMERAS; camera++)
    {
      g_autofree char *name = g_strdup_printf ("%s/cam%u", self->daemon->directory, camera);

      self->lines[camera] = test_line_open (name);
      self->ends[camera] = open (name, O_RDONLY | O_NOCTTY | O_CLOEXEC);
      self->waiting[camera] = g_string_new (NULL);
      say (self, camera);
    }
}

static void
run_clear (Run *self)
{
  test_daemon_free (self->daemon);
  for (guint i = 0; i < N_SERVICES; i++)
    flapping_clear (&self->services[i]);
  for (guint camera = 0; camera < FLAPPING_CAMERAS; camera++)
    {
      close (self->lines[camera]);
      close (self->ends[camera]);
      g_string_free (self->waiting[camera], TRUE);
    }
}

/* --- what happens meanwhile --- */

static void
send_some (Run *self, guint camera)
{
  GString *waiting = self->waiting[camera];
  const gsize length = MIN (waiting->len, TICK_BYTES);

  test_line_write (self->lines[camera], waiting->str, length);
  g_string_erase (waiting, 0, (gssize) length);
}

/* One belt carries the parts past both cameras: what one has said of a part is read long before the
 * other speaks of a part of that number again, also on a machine that is busy. */
static gboolean
is_read (const Run *self)
{
  return test_line_is_read (self->ends[0]) && test_line_is_read (self->ends[1]);
}

/* one server after the other refuses connections for a while */
static void
flap (Run *self)
{
  const guint turn = self->n_ticks / TICKS_BETWEEN, place = self->n_ticks % TICKS_BETWEEN;

  if (place == 0)
    {
      self->away = &self->services[turn % N_SERVICES];
      flapping_go (self->away);
    }
  else if (place == TICKS_AWAY)
    flapping_come (g_steal_pointer (&self->away));
}

static gboolean
on_tick (gpointer user_data)
{
  Run *self = user_data;

  if (is_read (self))
    {
      send_some (self, 0);
      send_some (self, 1);
    }
  flap (self);
  self->n_ticks++;
  return G_SOURCE_CONTINUE;
}

/* each sink keeps the order: where the last part is, all others have been */
static gboolean
has_all (Run *self)
{
  gboolean has_all = TRUE;

  for (guint i = 0; i < N_SERVICES; i++)
    has_all = has_all && flapping_has (&self->services[i], self->n_parts - 1);
  return has_all;
}

static void
run (Run *self)
{
  const gint64 end = g_get_monotonic_time () + (PATIENCE + self->n_parts / 10) * G_USEC_PER_SEC;
  g_autoptr (GSource) ticks = g_timeout_source_new (TICK);

  test_daemon_start (self->daemon);
  g_source_set_callback (ticks, on_tick, self, NULL);
  g_source_attach (ticks, NULL);
  while (!has_all (self))
    {
      if (g_get_monotonic_time () > end)
        g_error ("not all comes:\n%s", test_daemon_end (self->daemon));
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_destroy (ticks);
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  for (guint i = 0; i < N_SERVICES; i++)
    if (self->services[i].server != NULL)
      flapping_go (&self->services[i]);
}

/* --- what has come of it --- */

typedef struct {
  guint n_taken;
  guint n_cut;
  guint seq;
} Film;

/* Each that was seen is there; more than once only behind an answer that was cut. Of what is not
 * looked up each such answer is one time more, but the last part's: that may have ended the run. */
static void
check_film (const Flapping *service, const Film *film, gboolean is_seen, gboolean is_last,
            guint *n_twice)
{
  const gboolean is_asked = g_str_has_suffix (service->name, "-asked");

  g_assert_cmpuint (film->n_taken > 0, ==, is_seen);
  if (is_asked)
    g_assert_cmpuint (film->n_taken, <=, 1);
  else if (is_seen && !is_last)
    g_assert_cmpuint (film->n_taken, ==, 1 + film->n_cut);
  else
    g_assert_cmpuint (film->n_taken, <=, 1 + film->n_cut);
  *n_twice += film->n_taken > 1;
}

/* all of a part have one sequence, and no other part has it */
static void
check_seqs (const Flapping *service, const Film *films, GHashTable *owners, guint index)
{
  const guint seq = films[0].seq;

  if (service->films == NULL)
    return;
  g_assert_cmpuint (seq, >, 0);
  if (films[1].n_taken > 0 && films[1].seq != seq)
    g_error ("%s: part %u has sequences %u and %u", service->name, index, seq, films[1].seq);
  g_assert_true (g_hash_table_insert (owners, GUINT_TO_POINTER (seq), GUINT_TO_POINTER (index)));
}

/* a sequence without a film is one whose answer was cut, so that nobody knows of it */
static guint
check_orphans (const Flapping *service, GHashTable *owners)
{
  guint n_orphans = 0;

  for (guint i = 0; i < service->seqs->len; i++)
    {
      const FlappingTaken *seq = g_ptr_array_index (service->seqs, i);

      if (g_hash_table_contains (owners, GUINT_TO_POINTER (i + 1)))
        continue;
      g_assert_false (seq->answered);
      n_orphans++;
    }
  g_assert_cmpuint (service->n_gone, ==, 0); /* nothing was refused */
  return n_orphans;
}

static void
check (const Run *self, Flapping *service)
{
  g_autofree Film *films = g_new0 (Film, self->n_parts * FLAPPING_CAMERAS);
  g_autoptr (GHashTable) owners = g_hash_table_new (NULL, NULL);
  guint n_twice = 0, n_cut = 0;

  for (guint i = 0; i < service->taken->len; i++)
    {
      const FlappingTaken *taken = g_ptr_array_index (service->taken, i);
      Film *film = &films[taken->index * FLAPPING_CAMERAS + taken->camera];

      g_assert_cmpuint (taken->index, <, self->n_parts);
      g_assert_true (film->n_taken == 0 || film->seq == taken->seq);
      film->n_taken++;
      film->n_cut += !taken->answered;
      film->seq = taken->seq;
      n_cut += !taken->answered;
    }
  for (guint index = 0; index < self->n_parts; index++)
    {
      const Film *part = &films[index * FLAPPING_CAMERAS];

      for (guint camera = 0; camera < FLAPPING_CAMERAS; camera++)
        check_film (service, &part[camera], is_seen (self, index, camera),
                    index == self->n_parts - 1, &n_twice);
      check_seqs (service, part, owners, index);
    }
  g_assert_cmpint (test_daemon_count (self->daemon, "sinks", service->name, "rejects"), ==, 0);
  g_assert_cmpuint (n_cut, >, 0);
  g_test_message ("%s: %u requests taken, %u answers cut, %u films twice, %u sequences of which "
                  "nobody knows",
                  service->name, service->taken->len, n_cut, n_twice,
                  check_orphans (service, owners));
}

static void
test_films (void)
{
  Run self;

  run_init (&self);
  run (&self);
  for (guint i = 0; i < N_SERVICES; i++)
    check (&self, &self.services[i]);
  test_daemon_check_bytes (self.daemon, "cam0");
  test_daemon_check_bytes (self.daemon, "cam1");
  run_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/films", test_films);
  return g_test_run ();
}
