/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-films.c - the films service (protocols: REST, films), as it answered when recorded */
#include "fake-films.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "fake-json.h"

#define SEQS  "/films/filmseq/"
#define FILMS "/films/films/"

#define N_GAPS  6
#define N_LENS  5
#define N_TYPES 1

static const char *const gap_names[N_GAPS] = { "gap0", "gap1", "gap2", "gap3", "gap4", "gap5" };
static const char *const len_names[N_LENS] = { "pink", "orange", "yellow", "green", "blue" };

typedef struct {
  char  *uuid;
  char  *pic;
  char  *pic_url;
  char  *time;
  gint64 type, seq, cam;
  char   results[2];      /* len_ret, gap_ret: '0' FAIL, '1' PASS */
  double gaps[N_GAPS];
  double lens[N_LENS];
} Film;

struct _FakeFilms {
  GMutex     mutex;
  guint      last_seq;
  GArray    *seqs;        /* ids of those that are there */
  GPtrArray *films;
};

static void
film_free (gpointer data)
{
  Film *self = data;

  g_free (self->uuid);
  g_free (self->pic);
  g_free (self->pic_url);
  g_free (self->time);
  g_free (self);
}

FakeFilms *
fake_films_new (void)
{
  FakeFilms *self = g_new0 (FakeFilms, 1);

  g_mutex_init (&self->mutex);
  self->seqs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->films = g_ptr_array_new_with_free_func (film_free);
  return self;
}

void
fake_films_free (FakeFilms *self)
{
  g_array_unref (self->seqs);
  g_ptr_array_unref (self->films);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
fake_films_count_seqs (FakeFilms *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->seqs->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* of one sequence, or of all: 0 */
static guint
count (FakeFilms *self, guint seq)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->films->len; i++)
    n += seq == 0 || ((Film *) g_ptr_array_index (self->films, i))->seq == seq;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
fake_films_count_films (FakeFilms *self)
{
  return count (self, 0);
}

guint
fake_films_count_of (FakeFilms *self, guint seq)
{
  return count (self, seq);
}

static gboolean
find_seq (FakeFilms *self, gint64 seq, guint *place)
{
  for (*place = 0; *place < self->seqs->len; (*place)++)
    if (g_array_index (self->seqs, guint, *place) == seq)
      return TRUE;
  return FALSE;
}

/* an empty body or {} */
static void
post_seq (FakeFilms *self, SoupServerMessage *message)
{
  g_autofree char *uuid = g_uuid_string_random ();
  GString *json = g_string_new (NULL);

  self->last_seq++;
  g_array_append_val (self->seqs, self->last_seq);
  g_string_printf (json, "{\"id\":%u,\"seqid\":\"%s\"}", self->last_seq, uuid);
  fake_answer (message, 201, json);
}

/* its films go with it, of both cameras */
static void
delete_seq (FakeFilms *self, SoupServerMessage *message, gint64 seq)
{
  guint place;

  if (!find_seq (self, seq, &place))
    {
      fake_answer_text (message, 404, "{\"detail\":\"Not found.\"}");
      return;
    }
  g_array_remove_index (self->seqs, place);
  for (guint i = self->films->len; i > 0; i--)
    if (((Film *) g_ptr_array_index (self->films, i - 1))->seq == seq)
      g_ptr_array_remove_index (self->films, i - 1);
  soup_server_message_set_status (message, 204, NULL);
}

static gboolean
read_text (SoupServerMessage *message, JsonObject *object, const char *name, gboolean is_needed,
           char **text)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL && is_needed)
    {
      fake_refuse (message, name, FAKE_REQUIRED);
      return FALSE;
    }
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_dup_string (node) : NULL;
  if (*text == NULL)
    fake_refuse (message, name, "Not a valid string.");
  else if (g_utf8_strlen (*text, -1) > 30)
    fake_refuse (message, name, "Ensure this field has no more than 30 characters.");
  else if (**text == '\0' && is_needed)
    fake_refuse (message, name, "This field may not be blank.");
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_key (SoupServerMessage *message, JsonObject *object, const char *name, gint64 *key)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    fake_refuse (message, name, FAKE_REQUIRED);
  else if (!fake_is_integer (node, key))
    fake_refuse (message, name, "Incorrect type. Expected pk value, received str.");
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_keys (FakeFilms *self, SoupServerMessage *message, JsonObject *object, Film *film)
{
  guint place;

  if (!read_key (message, object, "content_type", &film->type) ||
      !read_key (message, object, "seq", &film->seq) ||
      !read_key (message, object, "cam", &film->cam))
    return FALSE;
  if (film->type < 1 || film->type > N_TYPES)
    fake_refuse (message, "content_type",
                 "Invalid pk \"%" G_GINT64_FORMAT "\" - object does not exist.", film->type);
  else if (!find_seq (self, film->seq, &place))
    fake_refuse (message, "seq", "Invalid pk \"%" G_GINT64_FORMAT "\" - object does not exist.",
                 film->seq);
  else if (film->cam != 0 && film->cam != 1)
    fake_refuse (message, "cam", "\"%" G_GINT64_FORMAT "\" is not a valid choice.", film->cam);
  else
    return TRUE;
  return FALSE;
}

/* "0" or "1", as a number too */
static gboolean
read_results (SoupServerMessage *message, JsonObject *object, Film *film)
{
  static const char *const names[] = { "len_ret", "gap_ret" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = json_object_get_member (object, names[i]);
      gint64 number;

      if (node == NULL)
        fake_refuse (message, names[i], FAKE_REQUIRED);
      else if (!fake_is_integer (node, &number) || (number != 0 && number != 1))
        fake_refuse (message, names[i], "Not a valid choice.");
      else
        {
          film->results[i] = number == 1 ? '1' : '0';
          continue;
        }
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_numbers (SoupServerMessage *message, JsonObject *object, const char *name,
              const char *const *names, guint n_names, double *numbers)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      fake_refuse (message, name,
                   node == NULL ? FAKE_REQUIRED
                                : "Invalid data. Expected a "
                                  "dictionary.");
      return FALSE;
    }
  for (guint i = 0; i < n_names; i++)
    if (!fake_is_number (json_object_get_member (json_node_get_object (node), names[i]),
                         &numbers[i]))
      {
        fake_refuse (message, name, "A valid number is required.");
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_time (SoupServerMessage *message, JsonObject *object, Film *film)
{
  JsonNode *node = json_object_get_member (object, "rs232_time");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    film->time = fake_read_time (json_node_get_string (node));
  if (film->time == NULL)
    fake_refuse (message, "rs232_time", "Datetime has wrong format.");
  return film->time != NULL;
}

static void
append_numbers (GString *json, const char *name, const char *const *names, guint n_names,
                const double *numbers)
{
  g_string_append_printf (json, ",\"%s\":{", name);
  for (guint i = 0; i < n_names; i++)
    {
      g_string_append_printf (json, "%s\"%s\":", i > 0 ? "," : "", names[i]);
      fake_append_number (json, numbers[i]);
    }
  g_string_append_c (json, '}');
}

static void
append_film (GString *json, const Film *film)
{
  g_string_append_printf (json, "{\"filmid\":\"%s\",\"pic\":", film->uuid);
  fake_append_text (json, film->pic);
  g_string_append (json, ",\"pic_url\":");
  fake_append_text (json, film->pic_url);
  g_string_append_printf (json,
                          ",\"content_type\":%" G_GINT64_FORMAT ",\"seq\":%" G_GINT64_FORMAT
                          ",\"cam\":%" G_GINT64_FORMAT ",\"rs232_time\":",
                          film->type, film->seq, film->cam);
  fake_append_text (json, film->time);
  g_string_append_printf (json, ",\"len_ret\":\"%c\",\"gap_ret\":\"%c\"", film->results[0],
                          film->results[1]);
  append_numbers (json, "film_gaps", gap_names, N_GAPS, film->gaps);
  append_numbers (json, "film_lens", len_names, N_LENS, film->lens);
  g_string_append_c (json, '}');
}

static void
post_film (FakeFilms *self, SoupServerMessage *message)
{
  g_autoptr (JsonObject) object = fake_read_object (message);
  Film *film;
  GString *json;

  if (object == NULL)
    return;
  film = g_new0 (Film, 1);
  if (!read_text (message, object, "pic", TRUE, &film->pic) ||
      !read_text (message, object, "pic_url", FALSE, &film->pic_url) ||
      !read_keys (self, message, object, film) || !read_time (message, object, film) ||
      !read_results (message, object, film) ||
      !read_numbers (message, object, "film_gaps", gap_names, N_GAPS, film->gaps) ||
      !read_numbers (message, object, "film_lens", len_names, N_LENS, film->lens))
    {
      film_free (film);
      return;
    }
  film->uuid = g_uuid_string_random ();
  g_ptr_array_add (self->films, film);
  json = g_string_new (NULL);
  append_film (json, film);
  fake_answer (message, 201, json);
}

/* the last ones, 100 unless ?num= says otherwise */
static void
list_films (FakeFilms *self, SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  guint most = query != NULL && g_str_has_prefix (query, "num=") ? (guint) atoi (query + 4) : 100;
  GString *json = g_string_new ("[");

  for (guint i = self->films->len; i > 0 && self->films->len - i < most; i--)
    {
      if (i < self->films->len)
        g_string_append_c (json, ',');
      append_film (json, g_ptr_array_index (self->films, i - 1));
    }
  g_string_append_c (json, ']');
  fake_answer (message, 200, json);
}

static void
handle_film (FakeFilms *self, SoupServerMessage *message, const char *path)
{
  const char *method = soup_server_message_get_method (message);

  if (!g_str_equal (path, FILMS))
    fake_answer_crash (message);   /* PUT, and ids that are missing */
  else if (g_str_equal (method, "POST"))
    post_film (self, message);
  else
    list_films (self, message);
}

static void
handle_seq (FakeFilms *self, SoupServerMessage *message, const char *path)
{
  const char *method = soup_server_message_get_method (message);
  const char *id = path + strlen (SEQS);

  if (*id == '\0' && g_str_equal (method, "POST"))
    post_seq (self, message);
  else if (*id != '\0' && g_str_equal (method, "DELETE"))
    delete_seq (self, message, g_ascii_strtoll (id, NULL, 10));
  else
    fake_answer_text (message, 405, "{\"detail\":\"Method not allowed.\"}");
}

void
fake_films_handle (SoupServerMessage *message, const char *path, gpointer data)
{
  FakeFilms *self = data;

  g_mutex_lock (&self->mutex);
  if (g_str_equal (path, "/films/films") || g_str_equal (path, "/films/filmseq"))
    fake_answer_slash (message, path);
  else if (g_str_has_prefix (path, SEQS))
    handle_seq (self, message, path);
  else if (g_str_has_prefix (path, FILMS))
    handle_film (self, message, path);
  else if (g_str_equal (path, "/films/static/"))
    fake_answer_text (message, 200,
                      "{\"last_hour_yield\":0,\"last_hour_yield_p\":0.0,\"downtime\":0,"
                      "\"cam0_gap\":0,\"cam1_gap\":0}");
  else
    fake_answer_text (message, 404, "<h1>Not Found</h1>");
  g_mutex_unlock (&self->mutex);
}
