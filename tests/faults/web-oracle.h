/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* web-oracle.h - a web service that honours idempotency keys, and knows records by the numbers in
 * them */
#pragma once
#include "fake-port.h"
#include "fake-server.h"
#include <string.h>

/**
 * WebOracle:
 * @server: where it serves
 * @port: of @server, its own while it is away, too
 * @keys: idempotency key → body of its request
 * @nums: of guint: the numbers of new records, as they were taken
 * @n_repeats: requests whose key was known
 * @refused: (nullable): is the record refused? An HTTP status; 0: it is taken
 * @took: (nullable): a request was taken, and is not answered yet
 *
 * A key that comes again with another body is an error; with the same, the request is answered as
 * the first time and taken no more.
 */
typedef struct _WebOracle WebOracle;
struct _WebOracle {
  FakeServer *server;
  guint       port;
  GSocket    *holder;      /* of @port */
  GMutex      mutex;       /* of what follows */
  GCond       cond;
  GHashTable *keys;
  GArray     *nums;
  guint       n_repeats;
  guint     (*refused) (guint num, gpointer user_data);
  void      (*took)    (gpointer user_data);
  gpointer    user_data;
};

/* (transfer full): of guint; the body is a record, or an array of them. Read without a parser: that
 * it is JSON is for the tests of the sink, and under a sanitizer a parser takes minutes. */
static inline GArray *
web_read_nums (const char *body)
{
  static const char mark[] = "\"fields\":{\"num\":";
  GArray *nums = g_array_new (FALSE, FALSE, sizeof (guint));

  for (const char *at = body; (at = strstr (at, mark)) != NULL;)
    {
      guint num;

      at += strlen (mark);
      g_assert_true (g_ascii_isdigit (*at));
      num = (guint) g_ascii_strtoull (at, (char **) &at, 10);
      g_array_append_val (nums, num);
    }
  g_assert_cmpuint (nums->len, >, 0);
  return nums;
}

/* all or none of it is taken */
static inline guint
web_oracle_judge (WebOracle *self, GArray *nums)
{
  for (guint i = 0; i < nums->len && self->refused != NULL; i++)
    {
      guint status = self->refused (g_array_index (nums, guint, i), self->user_data);

      if (status != 0)
        return status;
    }
  return 200;
}

static inline guint
web_oracle_take (WebOracle *self, const char *key, const char *body)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GArray) nums = web_read_nums (body);
  const char *before = g_hash_table_lookup (self->keys, key);
  guint status;

  if (before != NULL)
    {
      g_assert_cmpstr (before, ==, body);
      self->n_repeats++;
      return 200;
    }
  status = web_oracle_judge (self, nums);
  if (status != 200)
    return status;
  g_hash_table_insert (self->keys, g_strdup (key), g_strdup (body));
  g_array_append_vals (self->nums, nums->data, nums->len);
  if (self->took != NULL)
    self->took (self->user_data);
  g_cond_broadcast (&self->cond);
  return 200;
}

/* the server's thread */
static inline void
web_oracle_handle (SoupServerMessage *message, const char *path, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *key = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                  "Idempotency-Key");
  g_autofree char *text = g_strndup (body->data, (gsize) body->length);
  guint status;

  g_assert_nonnull (key);
  status = web_oracle_take (user_data, key, text);
  soup_server_message_set_status (message, status, NULL);
  if (status != 200)
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "no such part",
                                      12);
}

/* it answers */
static inline void
web_oracle_come (WebOracle *self)
{
  self->server = fake_server_new (web_oracle_handle, self);
  fake_server_listen (self->server, self->port, NULL);
}

static inline void
web_oracle_go (WebOracle *self)
{
  g_clear_pointer (&self->server, fake_server_free);
}

static inline WebOracle *
web_oracle_new (void)
{
  WebOracle *self = g_new0 (WebOracle, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->nums = g_array_new (FALSE, FALSE, sizeof (guint));
  self->holder = fake_port_hold (&self->port);
  web_oracle_come (self);
  return self;
}

static inline void
web_oracle_free (WebOracle *self)
{
  web_oracle_go (self);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_hash_table_unref (self->keys);
  g_array_unref (self->nums);
  g_object_unref (self->holder);
  g_free (self);
}

static inline int
web_compare_nums (gconstpointer a, gconstpointer b)
{
  const guint first = *(const guint *) a, second = *(const guint *) b;

  return first < second ? -1 : first > second;
}

/* for who sends in any order; the server is gone */
static inline void
web_oracle_sort (WebOracle *self)
{
  g_array_sort (self->nums, web_compare_nums);
}

static inline guint
web_oracle_count (WebOracle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->nums->len;
}

static inline gboolean
web_oracle_has (WebOracle *self, guint num)
{
  for (guint i = self->nums->len; i-- > 0;)
    if (g_array_index (self->nums, guint, i) == num)
      return TRUE;
  return FALSE;
}

/* until it has taken the record, or so many; none is later than @seconds behind the one before */
static inline void
web_oracle_await (WebOracle *self, guint num, guint n_records, guint seconds)
{
  guint n_taken = 0;
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  g_mutex_lock (&self->mutex);
  while (n_records > 0 ? self->nums->len < n_records : !web_oracle_has (self, num))
    {
      if (self->nums->len > n_taken)
        end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
      n_taken = self->nums->len;
      if (!g_cond_wait_until (&self->cond, &self->mutex, end))
        g_error ("%u records have come, and no more do", n_taken);
    }
  g_mutex_unlock (&self->mutex);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WebOracle, web_oracle_free)
