/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-accept.c - tests that a 200 of something in between is no acknowledgement */
#include "rest-accept.h"
#include <string.h>
#include "rest-worker.h"

#define PORTAL "<html>\n<h1>Sign in to Café Wifi</h1> everyday"
#define HELD   "POST http://127.0.0.1:*/records: 200 OK"

/* what the server answers */
typedef struct {
  guint status;
  const char *type;
  const char *body;
} Answer;

static const Answer portal = { 200, "text/html; charset=utf-8", PORTAL };
static const Answer created = { 201, "Application/JSON", "{\"id\":5,\"num\":1}" };
static const Answer problem = { 200, "application/problem+json", "{\"id\":5}" };
static const Answer untyped = { 200, NULL, "{\"id\":5}" };
static const Answer empty = { 204, NULL, "" };

typedef struct {
  const char *name;
  const char *types;
  const char *body;
  const Answer *answer;
  const char *failure;   /* NULL: accepted */
} Case;

static const Case cases[] = {
  { "anything", "", "", &portal, NULL },
  { "type", "application/json", "", &created, NULL },
  { "type-wrong", "application/json", "", &portal,
    HELD ": <html> <h1>Sign in to Café Wifi</h1> ???; it is text/html, and accepted-type wants "
         "application/json. Something in between may have answered: check network, *" },
  { "type-none", "application/json", "", &untyped,
    HELD ": {\"id\":5}; it is of no type, and accepted-type wants application/json. *" },
  { "types", "text/plain;application/*json", "", &problem, NULL },
  { "types-wrong", "text/plain;application/json", "", &problem,
    "*; it is application/problem+json, and accepted-type wants text/plain or application/json*" },
  { "no-body", "application/json", "", &empty, NULL },
  { "body", "", "/id;/num={fields.num}", &created, NULL },
  { "body-wrong", "application/json", "/id;/num={fields.num}", &problem,
    "*; it is application/problem+json, *" },
  { "body-lacks", "", "/id;/num={fields.num}", &problem,
    HELD ": {\"id\":5}; accepted-body wants /num={fields.num}, which is not in it. *" },
  { "body-empty", "", "/id", &empty, "*: 204 No Content; accepted-body wants /id, *" },
  { "text", "", "Wifi", &portal, NULL },
};

static void
give (SoupServerMessage *message, const Answer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, answer->status, NULL);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            answer->body, strlen (answer->body));
  if (answer->type != NULL)
    soup_message_headers_replace (headers, "Content-Type", answer->type);
}

static void
handle (SoupServerMessage *message, const char *path, gpointer user_data)
{
  give (message, *(const Answer **) user_data);
}

/* held, and once the service itself answers the record is taken */
static void
test_case (gconstpointer data)
{
  const Case *test = data;
  const char *const options[] = { "url", "URL/records", "accepted-type", test->types,
                                  "accepted-body", test->body, "token", "everyday", NULL };
  const Answer *answer = test->answer;
  RestWorker worker;

  rest_worker_init (&worker, handle, &answer, options);
  if (test->failure == NULL)
    rest_put (&worker, "camera0", 1);
  else
    {
      rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, test->failure);
      g_assert_cmpuint (worker.status, ==, test->answer->status);
      g_assert_null (strstr (worker.answered->str, "everyday"));
      answer = &created;
      rest_put (&worker, "camera0", 1);
    }
  rest_worker_clear (&worker);
}

/* what is not there is no answer of a portal's: the connection broke, and is made anew */
static void
test_broken (void)
{
  static const char *const options[] = { "url", "URL/", "accepted-body", "/id", NULL };
  g_autoptr (FakeRaw)
      raw = fake_raw_new ("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"i", FAKE_CLOSE);
  RestWorker worker;

  rest_worker_init_raw (&worker, raw, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_DISCONNECTED,
                       "POST *: 201 Created: {\"i; the connection broke before its end");
  rest_worker_clear (&worker);
}

/* a service that refuses records, behind a portal that has what begins with *@user_data */
static void
handle_steps (SoupServerMessage *message, const char *path, gpointer user_data)
{
  static const Answer missing = { 404, "application/json", "{}" };
  static const Answer refused = { 400, "application/json", "{}" };

  if (g_str_has_prefix (path, *(const char **) user_data))
    give (message, &portal);
  else if (g_str_has_prefix (path, "/there/"))
    give (message, &missing);
  else if (g_str_has_prefix (path, "/seqs"))
    give (message, &created);
  else
    give (message, &refused);
}

/* a portal's page says neither that a record is there nor that a step was undone */
static void
test_steps (void)
{
  static const char *const options[] = {
    "url", "URL/{prepared.id}", "prepare-url", "URL/seqs", "rollback-url", "URL/seqs/{prepared.id}",
    "lookup-url", "URL/there/{fields.num}", "accepted-type", "application/json", NULL
  };
  const char *place = "/there/";
  RestWorker worker;

  rest_worker_init (&worker, handle_steps, &place, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "lookup-url: GET *text/html*");
  place = "/seqs/5";
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_REJECTED, "*: 400 *");
  g_assert_cmpstr (rest_last (&worker)->target, ==, "/seqs/5");
  g_assert_cmpstr (worker.notes->str, ==, "");
  place = "/nowhere";
  rest_expect_failure (&worker, "camera0", 2, LEAT_ERROR_REJECTED, "*: 400 *");
  g_assert_nonnull (strstr (worker.notes->str, "rolled-back: DELETE "));
  rest_worker_clear (&worker);
}

/* what accepts may have been the service after all: it is asked before the record is sent again */
static void
test_doubt (void)
{
  static const char *const options[] = {
    "url", "URL/seqs", "lookup-url", "URL/there/{fields.num}", "accepted-body", "/num", NULL
  };
  static const char *const targets[] = { "/there/1", "/seqs", "/there/1", "/seqs", "/seqs" };
  const char *place = "/seqs";
  RestWorker worker;

  rest_worker_init (&worker, handle_steps, &place, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "*accepted-body wants /num*");
  place = "/nowhere";
  rest_put (&worker, "camera0", 1);
  rest_put (&worker, "camera0", 2);
  g_assert_cmpuint (fake_server_count (worker.server), ==, G_N_ELEMENTS (targets));
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    g_assert_cmpstr (fake_server_get (worker.server, i)->target, ==, targets[i]);
  rest_worker_clear (&worker);
}

/* of several records in a request, no one is meant */
static const RestFault faults[] = {
  { { "url", "URL/", "accepted-type", "json", NULL },
    "accepted-type: \"json\" is no media type; give one such as application/json" },
  { { "url", "URL/", "accepted-type", "text/html; charset=utf-8", NULL }, "accepted-type: *" },
  { { "url", "URL/", "accepted-body", "/num={nim}", NULL }, "accepted-body: column 1: {nim} *" },
  { { "url", "URL/", "accepted-body", "/n={fields.num}", "body", "json-array", NULL },
    "accepted-body: a request of several records has one answer; *" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-accept/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/rest-accept/broken", test_broken);
  g_test_add_func ("/rest-accept/steps", test_steps);
  g_test_add_func ("/rest-accept/doubt", test_doubt);
  rest_add_faults ("rest-accept", faults, G_N_ELEMENTS (faults));
  return g_test_run ();
}
