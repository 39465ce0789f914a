/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-target.c - where a request goes: method, address and headers, filled from a record */
#include "rest-target.h"
#include <libsoup/soup.h>
#include <string.h>

/* the headers behind those that are set */
typedef enum {
  ADDED_KEY,
  ADDED_SENDER,
  N_ADDED,
} Added;

typedef struct {
  char         *name;
  RestTemplate *template;
  GString      *value;
} Header;

struct _RestTarget {
  char         *method;
  char         *url_key;
  char         *headers_key;
  RestTemplate *url;
  GString      *url_text;
  GUri         *uri;         /* of @url_text */
  GArray       *headers;
  const char  **list;        /* name, value, …, NULL: of the request that was filled */
  const char   *added[N_ADDED][2];
  gboolean      has_prepared;
  RestScope     scope;
  GString      *scratch;
};

/* RFC 9110, 5.6.2 */
gboolean
rest_is_token (const char *text)
{
  for (const char *cursor = text; *cursor != '\0'; cursor++)
    if (!g_ascii_isalnum (*cursor) && strchr ("!#$%&'*+-.^_`|~", *cursor) == NULL)
      return FALSE;
  return *text != '\0';
}

static void
clear_header (gpointer data)
{
  Header *self = data;

  g_free (self->name);
  rest_template_free (self->template);
  g_string_free (self->value, TRUE);
}

/* what libsoup, or this sink, sets by itself */
static gboolean
is_ours (const char *name)
{
  static const char *const names[] = { "Host", "Content-Length", "Content-Encoding",
                                       "Transfer-Encoding", "Connection" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_header (RestTarget *self, const char *text, const RestTargetSetup *setup, GError **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *name = g_strndup (text, colon != NULL ? (gsize) (colon - text) : 0);
  g_autofree char *what = g_strdup_printf ("%s: %s", setup->headers_key, name);
  RestTemplateForm form = { what, REST_SPELL_HEADER, setup->zone, setup->has_prepared };
  Header header;

  if (colon == NULL || !rest_is_token (name) || is_ours (name))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: \"%s\" is no header that can be set; give one such as "
                   "X-Line: {gateway}",
                   setup->headers_key, text);
      return FALSE;
    }
  header.template = rest_template_new (colon + 1 + strspn (colon + 1, " "), &form, error);
  if (header.template == NULL)
    return FALSE;
  header.name = g_steal_pointer (&name);
  header.value = g_string_new (NULL);
  g_array_append_val (self->headers, header);
  self->scope = MAX (self->scope, rest_template_get_scope (header.template));
  self->has_prepared = self->has_prepared || rest_template_has_prepared (header.template);
  return TRUE;
}

static GUri *
parse_uri (const RestTarget *self, int code, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (self->url_text->str, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *shown = NULL;

  if (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
      (g_str_equal (g_uri_get_scheme (uri), "http") ||
       g_str_equal (g_uri_get_scheme (uri), "https")))
    return g_steal_pointer (&uri);
  shown = rest_address_describe (self->url_text->str);
  g_set_error (error, LEAT_ERROR, code,
               "%s: \"%s\" is no address; give one such as http://mes.example/records/",
               self->url_key, shown);
  return NULL;
}

/* one that is always the same is judged at once; else what can be known: where it begins */
static gboolean
check_url (RestTarget *self, const char *url, GError **error)
{
  g_autofree char *shown = NULL;

  if (rest_template_get_scope (self->url) == REST_SCOPE_NONE)
    {
      rest_template_render (self->url, NULL, self->url_text, NULL);
      self->uri = parse_uri (self, LEAT_ERROR_CONFIG, error);
      return self->uri != NULL;
    }
  if (g_str_has_prefix (url, "http://") || g_str_has_prefix (url, "https://") || *url == '{')
    return TRUE;
  shown = rest_address_describe (url);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s: \"%s\" begins with neither http:// nor https://", self->url_key, shown);
  return FALSE;
}

RestTarget *
rest_target_new (const RestTargetSetup *setup, GError **error)
{
  RestTemplateForm form = { setup->url_key, REST_SPELL_URL, setup->zone, setup->has_prepared };
  g_autoptr (RestTarget) self = g_new0 (RestTarget, 1);

  self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
  g_array_set_clear_func (self->headers, clear_header);
  self->url_text = g_string_new (NULL);
  self->scratch = g_string_new (NULL);
  self->method = g_strdup (setup->method);
  self->url_key = g_strdup (setup->url_key);
  self->headers_key = g_strdup (setup->headers_key);
  if (!rest_is_token (setup->method))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: \"%s\" is no method; give one such as POST or PUT", setup->method_key,
                   setup->method);
      return NULL;
    }
  self->url = rest_template_new (setup->url, &form, error);
  if (self->url == NULL || !check_url (self, setup->url, error))
    return NULL;
  self->scope = rest_template_get_scope (self->url);
  self->has_prepared = rest_template_has_prepared (self->url);
  for (guint i = 0; setup->headers != NULL && setup->headers[i] != NULL; i++)
    if (!add_header (self, setup->headers[i], setup, error))
      return NULL;
  self->list = g_new0 (const char *, 2 * (self->headers->len + N_ADDED) + 1);
  return g_steal_pointer (&self);
}

void
rest_target_free (RestTarget *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->headers);
  g_string_free (self->url_text, TRUE);
  g_string_free (self->scratch, TRUE);
  g_clear_pointer (&self->uri, g_uri_unref);
  rest_template_free (self->url);
  g_free (self->list);
  g_free (self->method);
  g_free (self->url_key);
  g_free (self->headers_key);
  g_free (self);
}

gboolean
rest_target_has_prepared (const RestTarget *self)
{
  return self->has_prepared;
}

const char *
rest_target_needs_record (const RestTarget *self)
{
  if (rest_template_needs_record (self->url))
    return self->url_key;
  for (guint i = 0; i < self->headers->len; i++)
    if (rest_template_needs_record (g_array_index (self->headers, Header, i).template))
      return self->headers_key;
  return NULL;
}

static gboolean
fill_uri (RestTarget *self, const RestTemplateInput *input, GError **error)
{
  if (rest_template_get_scope (self->url) == REST_SCOPE_NONE)
    return TRUE;
  g_string_truncate (self->scratch, 0);
  if (!rest_template_render (self->url, input, self->scratch, error))
    return FALSE;
  if (self->uri != NULL && g_string_equal (self->scratch, self->url_text))
    return TRUE;
  g_clear_pointer (&self->uri, g_uri_unref);
  g_string_assign (self->url_text, self->scratch->str);
  self->uri = parse_uri (self, LEAT_ERROR_HELD, error);
  return self->uri != NULL;
}

static gboolean
has_header (const RestTarget *self, const char *name)
{
  for (guint i = 0; i < self->headers->len; i++)
    if (g_ascii_strcasecmp (g_array_index (self->headers, Header, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

/* what somebody has set by name is meant */
static void
list_added (RestTarget *self)
{
  guint place = 2 * self->headers->len;

  for (guint i = 0; i < N_ADDED; i++)
    if (self->added[i][0] != NULL && self->added[i][1] != NULL &&
        !has_header (self, self->added[i][0]))
      {
        self->list[place++] = self->added[i][0];
        self->list[place++] = self->added[i][1];
      }
  self->list[place] = NULL;
}

gboolean
rest_target_fill (RestTarget *self, const RestTemplateInput *input, RestRequest *request,
                  GError **error)
{
  if (!fill_uri (self, input, error))
    return FALSE;
  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = &g_array_index (self->headers, Header, i);

      g_string_truncate (header->value, 0);
      if (!rest_template_render (header->template, input, header->value, error))
        return FALSE;
      self->list[2 * i] = header->name;
      self->list[2 * i + 1] = header->value->str;
    }
  memset (self->added, 0, sizeof self->added);
  list_added (self);
  request->method = self->method;
  request->uri = self->uri;
  request->headers = self->list;
  return TRUE;
}

void
rest_target_name (RestTarget *self, const char *header, const char *key)
{
  self->added[ADDED_KEY][0] = header;
  self->added[ADDED_KEY][1] = key;
  list_added (self);
}

void
rest_target_sign (RestTarget *self, const char *header, const char *value)
{
  self->added[ADDED_SENDER][0] = header;
  self->added[ADDED_SENDER][1] = value;
  list_added (self);
}

static gboolean
is_same_text (RestTarget *self, RestTemplate *template, const RestTemplateInput *input,
              const GString *text)
{
  g_string_truncate (self->scratch, 0);
  return rest_template_render (template, input, self->scratch, NULL) &&
         g_string_equal (self->scratch, text);
}

static gboolean
goes_there (RestTarget *self, const LeatRecord *record)
{
  RestTemplateInput input = { record, NULL };

  if (!is_same_text (self, self->url, &input, self->url_text))
    return FALSE;
  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = &g_array_index (self->headers, Header, i);

      if (!is_same_text (self, header->template, &input, header->value))
        return FALSE;
    }
  return TRUE;
}

/* behind fill() for the first of them */
guint
rest_target_count (RestTarget *self, const LeatBatch *batch, guint from, guint count)
{
  const LeatRecord *last = leat_batch_get_record (batch, from);
  guint n = 1;

  if (self->scope == REST_SCOPE_NONE)
    return count;
  for (; n < count; n++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, from + n);

      if ((self->scope == REST_SCOPE_RECORD || record->origin != last->origin) &&
          !goes_there (self, record))
        break;
      last = record;
    }
  return n;
}
