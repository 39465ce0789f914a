/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-bad-answers.c - tests answers that are none: each is named, none takes memory or for ever */
#include <string.h>
#include "rest-worker.h"

/* how long a request may take, and how long a test waits for it at the most */
#define TIMEOUT "300ms"
#define PATIENT "2s"   /* where it is to be taken in time, on a busy machine too */
#define LONGEST (20 * G_USEC_PER_SEC)

/* what an endless answer may cost, bytes */
#define MEMORY_MAX (16 * 1024 * 1024)

typedef struct {
  const char *name;
  FakeManner manner;
  const char *answer;
  int code;             /* -1: accepted */
  const char *pattern;
} Case;

#define CLOSED "POST http://127.0.0.1:*/: *onnection*"
#define LATE   "POST http://127.0.0.1:*/: no answer within 0.3 s; it may have arrived nevertheless"
#define PARSE  "POST http://127.0.0.1:*/: *parse*"

static const Case cases[] = {
  { "nothing", FAKE_CLOSE, "", LEAT_ERROR_DISCONNECTED, CLOSED },
  { "silence", FAKE_KEEP, "", LEAT_ERROR_DISCONNECTED, LATE },
  { "other-protocol", FAKE_CLOSE, "SSH-2.0-OpenSSH_9.2p1\r\n", LEAT_ERROR_DISCONNECTED, "*" },
  { "garbage", FAKE_CLOSE, "\x01\x02\xff garbage\r\n\r\n", LEAT_ERROR_DISCONNECTED, "*" },
  { "garbage-endless", FAKE_ENDLESS, "\x01", LEAT_ERROR_DISCONNECTED, "POST *" },
  { "half-status", FAKE_CLOSE, "HTTP/1.1 20", LEAT_ERROR_DISCONNECTED, "POST *" },
  { "half-headers", FAKE_CLOSE, "HTTP/1.1 201 Created\r\nContent-Le", LEAT_ERROR_DISCONNECTED,
    "POST *" },
  { "status-word", FAKE_CLOSE, "HTTP/1.1 fine\r\n\r\n", LEAT_ERROR_DISCONNECTED, PARSE },
  { "headers-endless", FAKE_ENDLESS, "HTTP/1.1 201 Created\r\nX: x", LEAT_ERROR_DISCONNECTED,
    "POST *" },
  { "lines-endless", FAKE_REPEAT, "HTTP/1.1 100 Continue\r\n\r\n", LEAT_ERROR_DISCONNECTED,
    "POST *" },
  { "slow-status", FAKE_SLOW, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
    LEAT_ERROR_DISCONNECTED, LATE },
  /* a status is the server's word, whatever becomes of the rest */
  { "half-body", FAKE_CLOSE, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\"", -1, "" },
  { "half-refusal", FAKE_CLOSE, "HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\n{\"num\"",
    LEAT_ERROR_REJECTED, "POST *: 400 Bad: {\"num\"" },
  { "body-endless", FAKE_ENDLESS, "HTTP/1.1 200 OK\r\n\r\nx", -1, "" },
  { "body-endless-busy", FAKE_ENDLESS, "HTTP/1.1 500 No\r\n\r\nx", LEAT_ERROR_BUSY,
    "POST *: 500 No: xxx* …" },
  { "length-huge", FAKE_KEEP, "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nx", -1,
    "" },
  { "chunks-wrong", FAKE_CLOSE, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n", -1,
    "" },
  { "chunks-endless", FAKE_ENDLESS,
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\nx", -1, "" },
  { "body-packed", FAKE_CLOSE,
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone", -1, "" },
  { "redirect-nowhere", FAKE_KEEP,
    "HTTP/1.1 302 Found\r\nLocation: \r\nContent-Length: 0\r\n\r\n", LEAT_ERROR_HELD, "*: 302 *" },
  { "no-reason", FAKE_KEEP, "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", LEAT_ERROR_HELD,
    "*: 404; *" },
};

static void
open_sink (RestWorker *worker, FakeRaw *raw, const char *timeout)
{
  const char *const options[] = { "url", "URL/", "timeout", timeout, NULL };

  rest_worker_init_raw (worker, raw, options);
}

/* the most bytes that this process ever had in memory; with sanitizers that is no measure */
static gint64
get_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

#ifdef __SANITIZE_ADDRESS__
  return 0;
#endif

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  return g_ascii_strtoll (line + 6, NULL, 10) * 1024;
}

/* what comes to no end by itself is ended soon; the rest is there in time, on a busy machine too */
static const char *
get_timeout (const Case *test)
{
  return test->code == LEAT_ERROR_DISCONNECTED && test->manner != FAKE_CLOSE ? TIMEOUT : PATIENT;
}

/* again and again: nothing of it is kept */
static void
test_answer (gconstpointer data)
{
  const Case *test = data;
  FakeRaw *raw = fake_raw_new (test->answer, test->manner);
  gint64 before = get_memory ();
  gint64 begun = g_get_monotonic_time ();
  RestWorker worker;

  open_sink (&worker, raw, get_timeout (test));
  for (guint i = 0; i < 2; i++)
    if (test->code < 0)
      rest_put (&worker, "camera0", 1);
    else
      rest_expect_failure (&worker, "camera0", 1, test->code, test->pattern);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, LONGEST);
  g_assert_cmpint (get_memory () - before, <, MEMORY_MAX);
  rest_worker_clear (&worker);
  fake_raw_free (raw);
}

/* what stands behind an answer is not the answer to the next request */
static void
test_two_answers (void)
{
  FakeRaw *raw = fake_raw_new ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                               "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n",
                               FAKE_KEEP);
  RestWorker worker;

  open_sink (&worker, raw, PATIENT);
  for (guint i = 0; i < 5; i++)
    rest_put (&worker, "camera0", i);
  g_assert_cmpuint (fake_raw_get_connections (raw), ==, 5);
  rest_worker_clear (&worker);
  fake_raw_free (raw);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-bad-answers/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_answer);
    }
  g_test_add_func ("/rest-bad-answers/two-answers", test_two_answers);
  return g_test_run ();
}
