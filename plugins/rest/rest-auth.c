/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-auth.c - who sends: basic, bearer, a key of one's own, or OAuth 2 */
#include "rest-auth.h"
#include <libsoup/soup.h>
#include <string.h>
#include "rest-json.h"
#include "rest-target.h"

/* a token is not used any more when so much of its life is left: a tenth, and no more than this */
#define LEFT_PARTS 10
#define LEFT_MAX   (60 * G_USEC_PER_SEC)

/* shorter ones would take half of any answer away */
#define SECRET_MIN 4

struct _RestAuth {
  const char *header;         /* static, or the option's */
  char       *own_header;
  char       *value;          /* NULL: there is no token yet */
  char       *secrets[3];     /* what must not be shown, beside value */
  GUri       *uri;            /* of tokens */
  GBytes     *form;           /* what is asked there */
  char       *client;         /* and who asks */
  const char *headers[5];
  RestRequest request;        /* all of that */
  RestAnswer  answer;
  gint64      due;            /* when another token is needed; 0: never */
  gboolean    is_fresh;       /* the token was fetched for the request that is under way */
};

static gboolean
complain (GError **error, const char *message)
{
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, message);
  return FALSE;
}

static gboolean
check_setup (const RestAuthSetup *setup, GError **error)
{
  gboolean has_oauth2 = setup->oauth2_url != NULL;
  guint n_ways = (setup->user != NULL) + (setup->token != NULL) + (setup->api_key != NULL) +
                 has_oauth2;

  if (n_ways > 1)
    return complain (error, "user: of user, token, api-key and oauth2-url only one can be there");
  if ((setup->user != NULL) != (setup->password != NULL))
    return complain (error, setup->user != NULL ? "user: needs password= or password-file="
                                                : "password: belongs to user, which is missing");
  if (setup->user != NULL && strchr (setup->user, ':') != NULL)
    return complain (error, "user: a user's name has no colon (RFC 7617, section 2)");
  if (has_oauth2 && (setup->oauth2_client == NULL || setup->oauth2_secret == NULL))
    return complain (error, "oauth2-url: needs oauth2-client= and oauth2-secret-file=");
  if (!has_oauth2 &&
      (setup->oauth2_client != NULL || setup->oauth2_secret != NULL || setup->oauth2_scope != NULL))
    return complain (error, "oauth2-client: belongs to oauth2-url, which is missing");
  if (setup->api_key != NULL && !rest_is_token (setup->api_key_header))
    return complain (error, "api-key-header: is no name of a header; give one such as X-Api-Key");
  return TRUE;
}

static char *
make_basic (const char *user, const char *password)
{
  g_autofree char *pair = g_strconcat (user, ":", password, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", encoded, NULL);
}

static void
prepare_request (RestAuth *self)
{
  const char *const headers[] = { "Authorization", self->client, "Accept", "application/json",
                                  NULL };

  memcpy (self->headers, headers, sizeof headers);
  self->request = (RestRequest) {
    .method = "POST",
    .uri = self->uri,
    .headers = self->headers,
    .content_type = "application/x-www-form-urlencoded",
    .body = self->form,
  };
}

/* RFC 6749, 2.3.1 wants both encoded as in a form before they are joined */
static gboolean
prepare_oauth2 (RestAuth *self, const RestAuthSetup *setup, GError **error)
{
  g_autofree char *client = g_uri_escape_string (setup->oauth2_client, NULL, FALSE);
  g_autofree char *secret = g_uri_escape_string (setup->oauth2_secret, NULL, FALSE);
  g_autofree char *scope = setup->oauth2_scope != NULL
                               ? g_uri_escape_string (setup->oauth2_scope, NULL, FALSE)
                               : NULL;
  char *form;

  self->uri = g_uri_parse (setup->oauth2_url, SOUP_HTTP_URI_FLAGS, NULL);
  if (self->uri == NULL || g_uri_get_host (self->uri) == NULL)
    return complain (error, "oauth2-url: is no address; give one such as "
                            "https://login.example/token");
  self->client = make_basic (client, secret);
  form = g_strconcat ("grant_type=client_credentials", scope != NULL ? "&scope=" : NULL, scope,
                      NULL);
  self->form = g_bytes_new_take (form, strlen (form));
  prepare_request (self);
  return TRUE;
}

RestAuth *
rest_auth_new (const RestAuthSetup *setup, GError **error)
{
  g_autoptr (RestAuth) self = g_new0 (RestAuth, 1);

  rest_answer_init (&self->answer);
  if (!check_setup (setup, error) ||
      (setup->oauth2_url != NULL && !prepare_oauth2 (self, setup, error)))
    return NULL;
  self->own_header = g_strdup (setup->api_key_header);
  self->header = setup->api_key != NULL ? self->own_header : "Authorization";
  if (setup->user != NULL)
    self->value = make_basic (setup->user, setup->password);
  else if (setup->token != NULL)
    self->value = g_strconcat ("Bearer ", setup->token, NULL);
  else if (setup->api_key != NULL)
    self->value = g_strdup (setup->api_key);
  else if (setup->oauth2_url == NULL)
    self->header = NULL;
  self->secrets[0] = g_strdup (setup->password);
  self->secrets[1] = g_strdup (setup->token);
  self->secrets[2] = g_strdup (setup->oauth2_secret);
  return g_steal_pointer (&self);
}

void
rest_auth_free (RestAuth *self)
{
  if (self == NULL)
    return;
  rest_answer_clear (&self->answer);
  g_clear_pointer (&self->uri, g_uri_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->secrets); i++)
    g_free (self->secrets[i]);
  g_free (self->own_header);
  g_free (self->value);
  g_clear_pointer (&self->form, g_bytes_unref);
  g_free (self->client);
  g_free (self);
}

const char *
rest_auth_get_header (const RestAuth *self)
{
  return self->header;
}

const RestRequest *
rest_auth_get_token_request (const RestAuth *self)
{
  return self->uri != NULL ? &self->request : NULL;
}

static char *
find_text (const RestAnswer *answer, const char *pointer)
{
  RestJson value;

  if (!rest_json_find (answer->body->str, answer->body->len, pointer, &value))
    return NULL;
  return rest_json_to_text (&value);
}

/* RFC 6749, 5.2: what is wrong stands in error and error_description */
static gboolean
refuse (RestAuth *self, const RestRequest *request, GError **error)
{
  const RestAnswer *answer = &self->answer;
  g_autofree char *asked = rest_request_describe (request);
  g_autofree char *word = find_text (answer, "/error");
  g_autofree char *description = find_text (answer, "/error_description");
  int code = answer->status >= 500 || answer->status == 429 ? LEAT_ERROR_BUSY : LEAT_ERROR_HELD;

  g_set_error (error, LEAT_ERROR, code,
               "%s: no token: %u %s%s%s%s%s; check oauth2-client and its "
               "secret",
               asked, answer->status, answer->reason != NULL ? answer->reason : "",
               word != NULL ? ": " : "", word != NULL ? word : "", description != NULL ? ": " : "",
               description != NULL ? description : "");
  return FALSE;
}

/* a token that could end a header is none */
static gboolean
is_sound (const char *token)
{
  for (; token != NULL && *token != '\0'; token++)
    if (!g_ascii_isgraph (*token))
      return FALSE;
  return token != NULL;
}

static gboolean
take_token (RestAuth *self, const RestRequest *request, GError **error)
{
  g_autofree char *token = find_text (&self->answer, "/access_token");
  g_autofree char *life = find_text (&self->answer, "/expires_in");
  gint64 seconds = life != NULL ? MIN (g_ascii_strtoll (life, NULL, 10), G_MAXINT32) : 0;
  gint64 microseconds = seconds * G_USEC_PER_SEC;

  if (self->answer.status != 200 || !is_sound (token) || *token == '\0')
    return refuse (self, request, error);
  self->value = g_strconcat ("Bearer ", token, NULL);
  self->is_fresh = TRUE;
  self->due = seconds > 0 ? g_get_monotonic_time () + microseconds -
                                MIN (microseconds / LEFT_PARTS, LEFT_MAX)
                          : 0;
  return TRUE;
}

static gboolean
fetch (RestAuth *self, RestSession *session, GCancellable *cancellable, GError **error)
{
  g_clear_pointer (&self->value, g_free);
  return rest_session_exchange (session, &self->request, &self->answer, cancellable, error) &&
         take_token (self, &self->request, error);
}

gboolean
rest_auth_get_value (RestAuth *self, RestSession *session, const char **value,
                     GCancellable *cancellable, GError **error)
{
  gboolean is_old = self->due != 0 && g_get_monotonic_time () >= self->due;

  self->is_fresh = FALSE;
  if (self->uri != NULL && (self->value == NULL || is_old) &&
      !fetch (self, session, cancellable, error))
    return FALSE;
  *value = self->value;
  return TRUE;
}

gboolean
rest_auth_renew (RestAuth *self)
{
  if (self->uri == NULL)
    return FALSE;
  g_clear_pointer (&self->value, g_free);
  return !self->is_fresh;
}

static void
hide (GString *text, const char *secret)
{
  if (secret != NULL && strlen (secret) >= SECRET_MIN)
    g_string_replace (text, secret, "***", 0);
}

void
rest_auth_hide (const RestAuth *self, GString *text)
{
  const char *blank = self->value != NULL ? strchr (self->value, ' ') : NULL;

  hide (text, blank != NULL ? blank + 1 : self->value);
  for (guint i = 0; i < G_N_ELEMENTS (self->secrets); i++)
    hide (text, self->secrets[i]);
}
