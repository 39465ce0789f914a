/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-auth.c - tests who sends, tokens that come and go, and that no secret is shown */
#include <string.h>
#include "rest-worker.h"

typedef struct {
  const char *name;
  const char *options[12];
  const char *header;
  const char *value;
} HeaderCase;

static const HeaderCase header_cases[] = {
  { "basic", { "url", "URL/", "user", "gate", "password", "p:w\xc3\xa9", NULL }, "authorization",
    "Basic Z2F0ZTpwOnfDqQ==" },
  { "bearer", { "url", "URL/", "token", "abc.def", NULL }, "authorization", "Bearer abc.def" },
  { "api-key", { "url", "URL/", "api-key", "k1", NULL }, "x-api-key", "k1" },
  { "api-key-header", { "url", "URL/", "api-key", "k1", "api-key-header", "Key", NULL }, "key",
    "k1" },
  { "none", { "url", "URL/", NULL }, "authorization", NULL },
};

static void
test_header (gconstpointer data)
{
  const HeaderCase *test = data;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, test->options);
  for (guint i = 0; i < 2; i++)
    {
      rest_put (&worker, "camera0", i);
      g_assert_cmpstr (fake_request_header (rest_last (&worker), test->header), ==, test->value);
    }
  rest_worker_clear (&worker);
}

/* a service that gives tokens, and knows the last one it gave */
typedef struct {
  guint n_given;
  guint life;           /* seconds; 0: it says none */
  guint status;         /* of who asks for a token; 0: 200 */
  gboolean forgets;     /* the token is good for nothing the next time */
  gboolean knows_none;
} Giver;

static void
answer (SoupServerMessage *message, guint status, char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

static void
give (Giver *self, SoupServerMessage *message)
{
  g_autofree char *life = self->life > 0 ? g_strdup_printf (",\"expires_in\":%u", self->life)
                                         : g_strdup ("");

  if (self->status != 0)
    answer (message, self->status,
            g_strdup ("{\"error\":\"invalid_client\",\"error_description\":\"no\"}"));
  else
    answer (message, 200,
            g_strdup_printf ("{\"access_token\":\"secret-%u\",\"token_type\":\"Bearer\"%s}",
                             ++self->n_given, life));
}

static void
handle (SoupServerMessage *message, const char *path, gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *sender = soup_message_headers_get_one (headers, "Authorization");
  Giver *self = user_data;
  g_autofree char *known = g_strdup_printf ("Bearer secret-%u", self->n_given);

  if (g_str_equal (path, "/token"))
    give (self, message);
  else if (self->knows_none || self->forgets || g_strcmp0 (sender, known) != 0)
    {
      self->forgets = FALSE;
      answer (message, 401, g_strconcat ("not known: ", sender, NULL));
    }
  else
    soup_server_message_set_status (message, 201, NULL);
}

static const char *const oauth2[] = {
  "url", "URL/a", "oauth2-url", "URL/token", "oauth2-client", "gate way", "oauth2-secret",
  "hush/hush", "oauth2-scope", "post all", NULL
};

static void
test_oauth2 (void)
{
  Giver giver = { .life = 3600 };
  RestWorker worker;
  const FakeRequest *request;

  rest_worker_init (&worker, handle, &giver, oauth2);
  for (guint i = 0; i < 3; i++)
    rest_put (&worker, "camera0", i);
  g_assert_cmpuint (giver.n_given, ==, 1);
  g_assert_cmpuint (fake_server_count (worker.server), ==, 4);
  request = fake_server_get (worker.server, 0);
  g_assert_cmpstr (request->body->str, ==, "grant_type=client_credentials&scope=post%20all");
  g_assert_cmpstr (fake_request_header (request, "content-type"), ==,
                   "application/x-www-form-urlencoded");
  /* gate%20way:hush%2Fhush */
  g_assert_cmpstr (fake_request_header (request, "authorization"), ==,
                   "Basic Z2F0ZSUyMHdheTpodXNoJTJGaHVzaA==");
  rest_worker_clear (&worker);
}

/* taken back before its time: one more is fetched, and the record goes through at once */
static void
test_taken_back (void)
{
  Giver giver = { 0 };
  RestWorker worker;

  rest_worker_init (&worker, handle, &giver, oauth2);
  rest_put (&worker, "camera0", 1);
  giver.forgets = TRUE;
  rest_put (&worker, "camera0", 2);
  g_assert_cmpuint (giver.n_given, ==, 2);
  rest_worker_clear (&worker);
}

static void
test_old (void)
{
  Giver giver = { .life = 1 };
  gint64 until;
  RestWorker worker;

  rest_worker_init (&worker, handle, &giver, oauth2);
  rest_put (&worker, "camera0", 1);
  for (until = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < until;)
    g_usleep (10000);
  rest_put (&worker, "camera0", 2);
  g_assert_cmpuint (giver.n_given, ==, 2);
  rest_worker_clear (&worker);
}

/* a new token that is not known either: held, after one token and not after many; and what the
 * service repeats of it is not shown */
static void
test_not_known (void)
{
  Giver giver = { .knows_none = TRUE };
  RestWorker worker;

  rest_worker_init (&worker, handle, &giver, oauth2);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD,
                       "*: 401 Unauthorized: not known: Bearer ****; *");
  g_assert_cmpuint (giver.n_given, ==, 1);
  g_assert_cmpstr (worker.answered->str, ==, "not known: Bearer ***");
  rest_worker_clear (&worker);
}

static void
test_no_token (void)
{
  Giver giver = { .status = 400 };
  RestWorker worker;

  rest_worker_init (&worker, handle, &giver, oauth2);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD,
                       "POST http://127.0.0.1:*/token: no token: 400 Bad Request: invalid_client: "
                       "no; check oauth2-client and its secret");
  giver.status = 503;
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_BUSY, "*/token: no token: 503 *");
  giver.status = 0;
  rest_put (&worker, "camera0", 1);
  rest_worker_clear (&worker);
}

static const RestFault faults[] = {
  { { "url", "URL/", "user", "a", NULL }, "user: needs password= or password-file=" },
  { { "url", "URL/", "password", "a", NULL }, "password: belongs to user, which is missing" },
  { { "url", "URL/", "user", "a:b", "password", "c", NULL }, "user: a user's name has no colon *" },
  { { "url", "URL/", "user", "a", "password", "c", "token", "t", NULL },
    "user: of user, token, api-key and oauth2-url only one can be there" },
  { { "url", "URL/", "oauth2-url", "URL/t", NULL }, "oauth2-url: needs oauth2-client= and *" },
  { { "url", "URL/", "oauth2-client", "c", NULL }, "oauth2-client: belongs to oauth2-url, *" },
  { { "url", "URL/", "oauth2-url", "t", "oauth2-client", "c", "oauth2-secret", "s", NULL },
    "oauth2-url: is no address; *" },
  { { "url", "URL/", "api-key", "k", "api-key-header", "a b", NULL }, "api-key-header: is no *" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (header_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-auth/header/", header_cases[i].name, NULL);

      g_test_add_data_func (path, &header_cases[i], test_header);
    }
  g_test_add_func ("/rest-auth/oauth2/kept", test_oauth2);
  g_test_add_func ("/rest-auth/oauth2/taken-back", test_taken_back);
  g_test_add_func ("/rest-auth/oauth2/old", test_old);
  g_test_add_func ("/rest-auth/oauth2/not-known", test_not_known);
  g_test_add_func ("/rest-auth/oauth2/no-token", test_no_token);
  rest_add_faults ("rest-auth", faults, G_N_ELEMENTS (faults));
  return g_test_run ();
}
