/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-verdict.c - what a status says of the records that were sent */
#include "rest-verdict.h"
#include <libsoup/soup.h>
#include <string.h>

static const char *const keys[] = {
  [REST_ACCEPTED] = "accepted-status",
  [REST_HELD] = "held-status",
  [REST_REJECTED] = "rejected-status",
};

/* what to look at when a server answers so */
static const struct {
  guint       first;
  guint       last;
  const char *advice;
} advices[] = {
  { 300, 399, "give the address that it points to" },
  { 401, 401, "it wants to know who sends: check user and password or token" },
  { 403, 403, "who sends has no right to: check user and password or token" },
  { 404, 404, "there is nothing at this address: check it" },
  { 405, 405, "it does not take this method there: check method and address" },
  { 407, 407, "the proxy wants to know who sends: check proxy" },
  { 410, 410, "there is nothing at this address any more: check it" },
  { 415, 415, "it does not take such a body: check body and content-type" },
};

static const int codes[] = {
  [REST_RETRIED] = LEAT_ERROR_BUSY,
  [REST_HELD] = LEAT_ERROR_HELD,
  [REST_REJECTED] = LEAT_ERROR_REJECTED,
};

/* 401, or 300-399 */
static gboolean
read_range (const char *text, guint *first, guint *last)
{
  const char *dash = strchr (text, '-');
  g_autofree char *begin = dash != NULL ? g_strndup (text, (gsize) (dash - text)) : g_strdup (text);
  guint64 numbers[2];

  if (!g_ascii_string_to_unsigned (begin, 10, REST_STATUS_FIRST, REST_STATUS_LAST, &numbers[0],
                                   NULL) ||
      !g_ascii_string_to_unsigned (dash != NULL ? dash + 1 : begin, 10, numbers[0],
                                   REST_STATUS_LAST, &numbers[1], NULL))
    return FALSE;
  *first = (guint) numbers[0];
  *last = (guint) numbers[1];
  return TRUE;
}

static gboolean
add_range (RestVerdicts *self, RestVerdict verdict, const char *text, GError **error)
{
  guint first, last;

  if (!read_range (text, &first, &last))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: \"%s\" is no status; give one of %d to %d, or a range such as 300-399",
                   keys[verdict], text, REST_STATUS_FIRST, REST_STATUS_LAST);
      return FALSE;
    }
  for (guint status = first; status <= last; status++)
    {
      guint8 *place = &self->verdicts[status - REST_STATUS_FIRST];

      if (*place != REST_RETRIED && *place != verdict)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "%s: %u stands in %s= too; give that without it", keys[verdict], status,
                       keys[*place]);
          return FALSE;
        }
      *place = (guint8) verdict;
    }
  return TRUE;
}

static gboolean
add_list (RestVerdicts *self, RestVerdict verdict, const char *const *list, GError **error)
{
  for (; list != NULL && *list != NULL; list++)
    if (!add_range (self, verdict, *list, error))
      return FALSE;
  return TRUE;
}

gboolean
rest_verdicts_init (RestVerdicts *self, const char *const *accepted, const char *const *held,
                    const char *const *rejected, GError **error)
{
  memset (self, REST_RETRIED, sizeof *self);
  return add_list (self, REST_ACCEPTED, accepted, error) &&
         add_list (self, REST_HELD, held, error) && add_list (self, REST_REJECTED, rejected, error);
}

RestVerdict
rest_verdicts_get (const RestVerdicts *self, guint status)
{
  if (status < REST_STATUS_FIRST || status > REST_STATUS_LAST)
    return REST_RETRIED;
  return (RestVerdict) self->verdicts[status - REST_STATUS_FIRST];
}

static const char *
find_advice (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (advices); i++)
    if (status >= advices[i].first && status <= advices[i].last)
      return advices[i].advice;
  return "check the address and what is set for this sink";
}

gboolean
rest_verdicts_judge (const RestVerdicts *self, const RestRequest *request, const RestAnswer *answer,
                     GError **error)
{
  RestVerdict verdict = rest_verdicts_get (self, answer->status);
  g_autofree char *asked = NULL;
  g_autofree char *answered = NULL;
  g_autofree char *place = NULL;
  gboolean points_on = answer->status / 100 == 3 && answer->location != NULL;

  if (verdict == REST_ACCEPTED)
    return TRUE;
  asked = rest_request_describe (request);
  answered = rest_answer_describe (answer);
  /* what was asked for often stands in it again */
  place = rest_address_describe (points_on ? answer->location : "");
  g_set_error (error, LEAT_ERROR, codes[verdict], "%s: %s%s%s%s%s", asked, answered,
               points_on ? ": " : "", place, verdict == REST_HELD ? "; " : "",
               verdict == REST_HELD ? find_advice (answer->status) : "");
  return FALSE;
}

gint64
rest_verdict_read_delay (const char *text, gint64 now, gint64 longest)
{
  gint64 longest_seconds = longest / G_USEC_PER_SEC;
  gint64 seconds;
  gsize n_digits;

  if (text == NULL)
    return 0;
  text += strspn (text, " \t");
  n_digits = strspn (text, "0123456789");
  if (n_digits > 0 && text[n_digits + strspn (text + n_digits, " \t")] == '\0')
    seconds = (gint64) MIN (g_ascii_strtoull (text, NULL, 10), G_MAXINT32);
  else
    {
      /* the three forms of RFC 9110, 5.6.7, all begin with the name of a day */
      g_autoptr (GDateTime)
          date = g_ascii_isalpha (*text) ? soup_date_time_new_from_http_string (text) : NULL;

      seconds = date != NULL ? g_date_time_to_unix (date) - now : 0;
    }
  if (seconds <= 0)
    return 0;
  return seconds >= longest_seconds ? longest : seconds * G_USEC_PER_SEC;
}
