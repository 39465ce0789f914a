/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-steps.c - tests two-step posts and lookups against the films and the boards service */
#include <string.h>
#include "fake-boards.h"
#include "fake-films.h"
#include "rest-worker.h"

#define NUMBERS(cam) \
  "\"content_type\":1,\"seq\":{prepared.id},\"cam\":" cam ",\"len_ret\":\"1\",\"gap_ret\":0," \
  "\"film_gaps\":{\"gap0\":{fields.measure}},\"film_lens\":{}"

static const char *const films[] = {
  "url", "URL/films/films/", "body", "template",
  "template", "{\"pic\":\"p{fields.num}\"," NUMBERS ("{source|map:cam0=0,cam1=1}") "}",
  "prepare-url", "URL/films/filmseq/", "prepare-key", "{fields.num}", "prepare-window", "30s",
  "rollback-url", "URL/films/filmseq/{prepared.id}", NULL
};

typedef struct {
  RestWorker worker;
  FakeFilms *films;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->films = fake_films_new ();
  rest_worker_init (&self->worker, fake_films_handle, self->films, films);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  rest_worker_clear (&self->worker);
  fake_films_free (self->films);
}

/* as a restart of the daemon: only what is on the disk is known */
static void
restart (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  rest_worker_close (&self->worker);
  rest_worker_open (&self->worker, films, &error);
  g_assert_no_error (error);
}

static void
test_pairs (Fixture *self, gconstpointer data)
{
  for (guint num = 1; num <= 5; num++)
    {
      rest_put (&self->worker, num % 2 ? "cam0" : "cam1", num);
      if (num == 3)
        restart (self);
      rest_put (&self->worker, num % 2 ? "cam1" : "cam0", num);
      g_assert_cmpuint (fake_films_count_of (self->films, num), ==, 2);
    }
  g_assert_cmpuint (fake_films_count_seqs (self->films), ==, 5);
  g_assert_cmpstr (fake_request_header (fake_server_get (self->worker.server, 0),
                                        "idempotency-key"),
                   ==, "prepare/cam0/EPOCH/2");
  g_assert_cmpstr (self->worker.notes->str, ==, "");
}

/* an assembly gives the records of all partners: a field tells them apart */
static void
test_partners (void)
{
  static const char *const options[] = {
    "url", "URL/films/films/", "body", "template",
    "template", "{\"pic\":\"p{fields.num}\"," NUMBERS ("{fields.num|map:1=0,2=1,3=0}") "}",
    "prepare-url", "URL/films/filmseq/", "prepare-key", "line", "prepare-partner",
    "{fields.num|map:1=left,2=right,3=left}", NULL
  };
  g_autoptr (FakeFilms) service = fake_films_new ();
  RestWorker worker;

  rest_worker_init (&worker, fake_films_handle, service, options);
  rest_put (&worker, "part", 1);
  rest_put (&worker, "part", 2);
  rest_put (&worker, "part", 3);
  g_assert_cmpuint (fake_films_count_of (service, 1), ==, 2);
  g_assert_cmpuint (fake_films_count_of (service, 2), ==, 1);
  rest_worker_clear (&worker);
}

/* the second step is refused: the first one is undone, as nothing was accepted; the other camera
 * has a sequence of its own then */
static void
test_rollback (Fixture *self, gconstpointer data)
{
  rest_put (&self->worker, "cam0", 1);
  rest_expect_failure (&self->worker, "cam7", 2, LEAT_ERROR_REJECTED, "*: 400 *\"cam\"*");
  g_assert_cmpuint (self->worker.status, ==, 400);
  g_assert_cmpstr (rest_last (&self->worker)->method, ==, "DELETE");
  g_assert_cmpstr (rest_last (&self->worker)->target, ==, "/films/filmseq/2");
  g_assert_nonnull (strstr (self->worker.notes->str, "rolled-back: DELETE "));
  rest_put (&self->worker, "cam1", 2);
  g_assert_cmpuint (fake_films_count_of (self->films, 3), ==, 1);
  g_assert_cmpuint (fake_films_count_seqs (self->films), ==, 2);
}

/* the other camera's film is there: nothing is undone, for it would go too */
static void
test_no_rollback (Fixture *self, gconstpointer data)
{
  rest_put (&self->worker, "cam0", 1);
  rest_expect_failure (&self->worker, "cam7", 1, LEAT_ERROR_REJECTED, "*");
  g_assert_cmpuint (fake_films_count_of (self->films, 1), ==, 1);
  g_assert_cmpstr (rest_last (&self->worker)->method, ==, "POST");
  restart (self);
  rest_expect_failure (&self->worker, "cam7", 1, LEAT_ERROR_REJECTED, "*");
  g_assert_cmpuint (fake_films_count_of (self->films, 1), ==, 1);
}

/* the answer to the second step is lost: it may be there, so nothing is undone, and the same id is
 * used when it is sent again */
static void
test_lost_answer (Fixture *self, gconstpointer data)
{
  rest_put (&self->worker, "cam0", 1);
  fake_server_trouble (self->worker.server, FAKE_CLOSE_AFTER, 0, 2);
  rest_expect_failure (&self->worker, "cam1", 1, LEAT_ERROR_DISCONNECTED, "*");
  restart (self);
  rest_put (&self->worker, "cam1", 1);
  g_assert_cmpuint (fake_films_count_seqs (self->films), ==, 1);
  g_assert_cmpuint (fake_films_count_of (self->films, 1), ==, 4);   /* it knows no idempotency */
}

/* a first step that fails leaves nothing behind, and is no record's fault unless it says so */
static void
test_prepare_fails (Fixture *self, gconstpointer data)
{
  fake_server_trouble (self->worker.server, FAKE_STATUS, 503, 1);
  fake_server_header (self->worker.server, "Retry-After", "3");
  rest_expect_failure (&self->worker, "cam0", 1, LEAT_ERROR_BUSY, "*/films/filmseq/: 503 *");
  g_assert_cmpint (self->worker.delay, ==, 3 * G_USEC_PER_SEC);
  fake_server_trouble (self->worker.server, FAKE_STATUS, 404, 1);
  rest_expect_failure (&self->worker, "cam0", 1, LEAT_ERROR_HELD, "*/films/filmseq/: 404 *");
  fake_server_trouble (self->worker.server, FAKE_STATUS, 200, 1);
  rest_expect_failure (&self->worker, "cam0", 1, LEAT_ERROR_HELD,
                       "prepare-url: there is no id at \"/id\" in what it answers; *");
  rest_put (&self->worker, "cam0", 1);
  g_assert_cmpuint (fake_films_count_seqs (self->films), ==, 1);
}

/* the second step waits, and the first is not made again */
static void
test_wait (Fixture *self, gconstpointer data)
{
  rest_put (&self->worker, "cam0", 1);
  fake_server_trouble (self->worker.server, FAKE_STATUS, 401, 2);
  rest_expect_failure (&self->worker, "cam1", 1, LEAT_ERROR_HELD, "*");
  rest_expect_failure (&self->worker, "cam1", 1, LEAT_ERROR_HELD, "*");
  rest_put (&self->worker, "cam1", 1);
  g_assert_cmpuint (fake_films_count_of (self->films, 1), ==, 2);
}

/* one that nobody could use in its time is undone when a later one is made */
static void
test_unused (Fixture *self, gconstpointer data)
{
  rest_expect_failure (&self->worker, "cam8", 1, LEAT_ERROR_REJECTED, "*");
  fake_server_trouble (self->worker.server, FAKE_STATUS, 429, 0);
  g_assert_cmpuint (fake_films_count_seqs (self->films), ==, 0);
  rest_expect_failure (&self->worker, "cam0", 1, LEAT_ERROR_BUSY, "*");
  fake_server_trouble (self->worker.server, FAKE_FINE, 0, 0);
  rest_put (&self->worker, "cam0", 100);
  g_assert_cmpuint (fake_films_count_seqs (self->films), ==, 1);
}

/* each step has its own headers; who sends is the same, unless a step says otherwise */
static void
test_headers (void)
{
  static const char *const options[] = {
    "url", "URL/films/films/", "body", "template",
    "template", "{\"pic\":\"p{fields.num}\"," NUMBERS ("{source|map:cam0=0,cam1=1}") "}",
    "token", "everyday", "headers", "X-Step: film",
    "prepare-url", "URL/films/filmseq/", "prepare-headers", "X-Step: first;authorization: Bearer a",
    "rollback-url", "URL/films/filmseq/{prepared.id}", "rollback-headers", "X-Step: {prepared.id}",
    NULL
  };
  static const char *const steps[][2] = {
    { "first", "Bearer a" }, { "film", "Bearer everyday" }, { "1", "Bearer everyday" },
  };
  g_autoptr (FakeFilms) service = fake_films_new ();
  RestWorker worker;

  rest_worker_init (&worker, fake_films_handle, service, options);
  rest_expect_failure (&worker, "cam7", 2, LEAT_ERROR_REJECTED, "*: 400 *\"cam\"*");
  g_assert_cmpuint (fake_server_count (worker.server), ==, G_N_ELEMENTS (steps));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const FakeRequest *request = fake_server_get (worker.server, i);

      g_assert_cmpstr (fake_request_header (request, "x-step"), ==, steps[i][0]);
      g_assert_cmpstr (fake_request_header (request, "authorization"), ==, steps[i][1]);
    }
  rest_worker_clear (&worker);
}

static void
test_lookup_headers (void)
{
  static const char *const options[] = {
    "url", "URL/", "api-key", "everyday", "lookup-url", "URL/there/{fields.num}", "lookup-headers",
    "X-Num: {fields.num}", NULL
  };
  const FakeRequest *request;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  rest_put (&worker, "camera0", 7);
  request = fake_server_get (worker.server, 0);
  g_assert_cmpstr (request->target, ==, "/there/7");
  g_assert_cmpstr (fake_request_header (request, "x-num"), ==, "7");
  g_assert_cmpstr (fake_request_header (request, "x-api-key"), ==, "everyday");
  rest_worker_clear (&worker);
}

static const char *const boards[] = {
  "url", "URL/boards/records/", "body", "template",
  "template", "{\"num\":\" {fields.num}\",\"machine\":1,\"rs232_time\":{time}," \
              "\"record_datas\":{\"measure_1\":{fields.measure}}}",
  "encode-twice", "yes", "timezone", "Asia/Taipei",
  "lookup-url", "URL/boards/records/",
  "lookup-match", "/num={fields.num};/rs232_time={time|time:%Y-%m-%dT%H:%M:%S%:z}", NULL
};

/* the service makes a second record of a repeated request: it is asked first, and only then */
static void
test_lookup (void)
{
  g_autoptr (FakeBoards) service = fake_boards_new ();
  RestWorker worker;

  rest_worker_init (&worker, fake_boards_handle, service, boards);
  rest_put (&worker, "camera0", 1);
  rest_put (&worker, "camera0", 2);
  g_assert_cmpuint (fake_server_count (worker.server), ==, 3);   /* one question at the start */
  fake_server_trouble (worker.server, FAKE_CLOSE_AFTER, 0, 1);
  rest_expect_failure (&worker, "camera0", 3, LEAT_ERROR_DISCONNECTED, "*");
  g_assert_cmpuint (fake_boards_count (service), ==, 3);
  rest_put (&worker, "camera0", 3);
  g_assert_cmpuint (fake_boards_count (service), ==, 3);
  g_assert_cmpstr (worker.notes->str, ==,
                   "already-there: camera0/EPOCH/4 had arrived, though its answer was lost\n");
  rest_put (&worker, "camera0", 4);
  fake_server_trouble (worker.server, FAKE_IGNORE, 0, 1);
  rest_expect_failure (&worker, "camera0", 5, LEAT_ERROR_DISCONNECTED, "*");
  g_assert_cmpuint (fake_boards_count (service), ==, 4);   /* this one never arrived */
  rest_put (&worker, "camera0", 5);
  g_assert_cmpuint (fake_boards_count (service), ==, 5);
  rest_worker_clear (&worker);
}

/* what comes of a question is never a record's fault */
static void
test_lookup_fails (void)
{
  g_autoptr (FakeBoards) service = fake_boards_new ();
  RestWorker worker;

  rest_worker_init (&worker, fake_boards_handle, service, boards);
  fake_server_trouble (worker.server, FAKE_STATUS, 400, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "lookup-url: GET *: 400 *");
  fake_server_trouble (worker.server, FAKE_STATUS, 404, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "lookup-url: GET *: 404 *");
  fake_server_trouble (worker.server, FAKE_STATUS, 500, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_BUSY, "lookup-url: GET *: 500 *");
  fake_server_trouble (worker.server, FAKE_STATUS, 200, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "lookup-url: there is no list *");
  rest_put (&worker, "camera0", 1);
  g_assert_cmpuint (fake_boards_count (service), ==, 1);
  rest_worker_clear (&worker);
}

/* several instances at once: but for what one of them alone knows */
static void
test_overlap (void)
{
  static const struct {
    const char *options[9];
    const char *fault;
  } cases[] = {
    { { "url", "URL/", "body", "json-array", NULL }, NULL },
    { { "url", "URL/{prepared.id}", "prepare-url", "URL/", NULL },
      "prepare-url: takes one record after the other; with it, leave order=none out" },
    { { "url", "URL/", "lookup-url", "URL/", NULL },
      "lookup-url: takes one record after the other; with it, leave order=none out" },
    { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "lookup-url", "URL/", NULL },
      "prepare-url: *" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      RestWorker worker;
      gboolean may;

      rest_worker_init (&worker, NULL, NULL, cases[i].options);
      may = worker.sink->klass->overlap (worker.sink, &error);
      g_assert_cmpint (may, ==, cases[i].fault == NULL);
      if (may)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
          g_assert_true (g_pattern_match_simple (cases[i].fault, error->message));
        }
      g_assert_cmpuint (fake_server_count (worker.server), ==, 0);
      rest_worker_clear (&worker);
    }
}

static const RestFault faults[] = {
  { { "url", "URL/", "rollback-url", "URL/", NULL }, "rollback-url: undoes what *" },
  { { "url", "URL/", "prepare-key", "a", NULL }, "prepare-key: belongs to prepare-url, *" },
  { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "prepare-partner", "a", NULL },
    "prepare-partner: belongs to prepare-key, *" },
  { { "url", "URL/", "prepare-headers", "A: b", NULL },
    "prepare-headers: belongs to prepare-url, *" },
  { { "url", "URL/", "lookup-headers", "A: b", NULL }, "lookup-headers: belongs to lookup-url, *" },
  { { "url", "URL/", "lookup-url", "URL/", "lookup-headers", "no colon", NULL },
    "lookup-headers: \"no colon\" is no header that can be set; *" },
  { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "rollback-url", "URL/",
      "rollback-headers", "A: {source}", NULL }, "rollback-headers: there is nothing but *" },
  { { "url", "URL/", "lookup-match", "/a=b", NULL }, "lookup-match: belongs to lookup-url, *" },
  { { "url", "URL/", "prepare-url", "URL/", NULL }, "prepare-url: nothing uses {prepared.id}; *" },
  { { "url", "URL/{prepared.id}", NULL }, "url: column *: {prepared.id} is there in requests *" },
  { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "body", "csv", NULL },
    "body: with prepare-url or lookup-url a request holds one record; *" },
  { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "prepare-pointer", "id", NULL },
    "prepare-pointer: is no JSON pointer; *" },
  { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "prepare-body", "{", NULL },
    "prepare-body: column 2: this is no JSON" },
  { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "rollback-url", "URL/{source}", NULL },
    "rollback-url: there is nothing but {prepared.id} when *" },
  { { "url", "URL/{prepared.id}", "prepare-url", "URL/", "rollback-url", "URL/", "rollback-method",
      "DE LETE", NULL }, "rollback-method: \"DE LETE\" is no method; *" },
};

static void
add (const char *path, void (*function) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/rest-steps/pairs", test_pairs);
  g_test_add_func ("/rest-steps/partners", test_partners);
  add ("/rest-steps/rollback", test_rollback);
  add ("/rest-steps/no-rollback", test_no_rollback);
  add ("/rest-steps/lost-answer", test_lost_answer);
  add ("/rest-steps/prepare-fails", test_prepare_fails);
  add ("/rest-steps/wait", test_wait);
  add ("/rest-steps/unused", test_unused);
  g_test_add_func ("/rest-steps/headers", test_headers);
  g_test_add_func ("/rest-steps/lookup-headers", test_lookup_headers);
  g_test_add_func ("/rest-steps/lookup", test_lookup);
  g_test_add_func ("/rest-steps/lookup-fails", test_lookup_fails);
  g_test_add_func ("/rest-steps/overlap", test_overlap);
  rest_add_faults ("rest-steps", faults, G_N_ELEMENTS (faults));
  return g_test_run ();
}
