/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink-steps.c - what comes before and behind a request: looking up, preparing, undoing */
#include <string.h>
#include "rest-json.h"
#include "rest-sink.h"

/* under which the host keeps what first steps gave */
#define FACT "prepared"

void
rest_sink_open_steps (RestSink *self)
{
  g_autofree char *text = NULL;

  /* whatever was under way when the sink was open last may have arrived */
  self->in_doubt = self->lookup_target != NULL;
  if (self->prepare == NULL || self->prepared != NULL)
    return;
  self->prepared = rest_prepared_set_new (self->options.prepare_window * 1000);
  text = leat_sink_recall (&self->sink, FACT);
  if (text != NULL && !rest_prepared_set_read (self->prepared, text))
    leat_sink_note (&self->sink, "prepared-forgotten",
                    "what prepare-url gave before the restart cannot be read; it is called again");
}

static gboolean
save (RestSink *self, GError **error)
{
  g_autofree char *text = rest_prepared_set_to_string (self->prepared);

  return leat_sink_remember (&self->sink, FACT, text, error);
}

/* it is not there, or gone: what was wanted */
static gboolean
is_undone (RestSink *self)
{
  guint status = self->answer.status;

  return status == 404 || status == 410 || rest_sink_is_accepted (self);
}

/* an answer that accepts and did not do is not the service's */
static gboolean
is_to_be_asked_again (RestSink *self)
{
  RestVerdict verdict = rest_verdicts_get (&self->verdicts, self->answer.status);

  return verdict == REST_RETRIED || verdict == REST_ACCEPTED;
}

/* FALSE: later */
static gboolean
undo_one (RestSink *self, const RestPrepared *prepared, GCancellable *cancellable)
{
  g_autofree char *answered = NULL;
  g_autofree char *asked = NULL;
  RestRequest request = { 0 };

  if (!rest_sink_make_rollback (self, prepared->id, &request, NULL) ||
      !rest_sink_send (self, self->rollback, &request, cancellable, NULL))
    return FALSE;
  asked = rest_request_describe (&request);
  answered = rest_answer_describe (&self->answer);
  if (is_undone (self))
    leat_sink_note (&self->sink, "rolled-back", "%s: nothing was accepted for %s", asked,
                    prepared->id);
  else if (is_to_be_asked_again (self))
    return FALSE;
  else
    leat_sink_note (&self->sink, "rollback-refused", "%s: %s", asked, answered);
  return TRUE;
}

static void
undo (RestSink *self, GCancellable *cancellable)
{
  RestPrepared *prepared;

  while ((prepared = rest_prepared_set_get_undo (self->prepared)) != NULL)
    {
      if (self->rollback != NULL && !undo_one (self, prepared, cancellable))
        return;
      rest_prepared_set_remove (self->prepared, prepared);
      save (self, NULL);
    }
}

/* what a first step is known by: what shares it, and which of those it is */
typedef struct {
  char *key;
  char *partner;
} Name;

static void
name_clear (Name *self)
{
  g_free (self->key);
  g_free (self->partner);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Name, name_clear)

static char *
fill (RestTemplate *template, const LeatRecord *record, GError **error)
{
  const RestTemplateInput input = { record, NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  return rest_template_render (template, &input, text, error)
             ? g_string_free (g_steal_pointer (&text), FALSE)
             : NULL;
}

static gboolean
make_name (RestSink *self, const LeatRecord *record, Name *name, GError **error)
{
  const LeatOrigin *origin = record->origin;

  name->key = self->prepare_key != NULL ? fill (self->prepare_key, record, error)
                                        : leat_record_make_id (record);
  if (name->key == NULL)
    return FALSE;
  name->partner = self->prepare_partner != NULL ? fill (self->prepare_partner, record, error)
                                                : g_strdup (origin->source);
  return name->partner != NULL;
}

/* a number or a text, and no more than a line of it */
static char *
find_id (RestSink *self, GError **error)
{
  const GString *body = self->answer.body;
  RestJson value;

  if (rest_json_find (body->str, body->len, self->options.prepare_pointer, &value) &&
      !rest_json_is_null (&value) && strchr ("{[", *value.text) == NULL && value.length < 1024)
    return g_strndup (value.text, value.length);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD,
               "prepare-url: there is no id at \"%s\" in what it answers; check prepare-pointer",
               self->options.prepare_pointer);
  return NULL;
}

static gboolean
call_prepare (RestSink *self, const LeatRecord *record, GCancellable *cancellable, GError **error)
{
  RestRequest request = { 0 };

  return rest_sink_make_prepare (self, record, &request, error) &&
         rest_sink_send (self, self->prepare, &request, cancellable, error) &&
         rest_sink_judge_step (self, &request, error);
}

static RestPrepared *
prepare (RestSink *self, const Name *name, const LeatRecord *record, GCancellable *cancellable,
         GError **error)
{
  g_autofree char *id = NULL;
  RestPrepared *prepared;

  if (!call_prepare (self, record, cancellable, error))
    return NULL;
  id = find_id (self, error);
  if (id == NULL)
    return NULL;
  prepared = rest_prepared_set_add (self->prepared, name->key, name->partner, id, record);
  return save (self, error) ? prepared : NULL;
}

RestPrepared *
rest_sink_take_prepared (RestSink *self, const LeatRecord *record, GCancellable *cancellable,
                         GError **error)
{
  g_auto (Name) name = { NULL, NULL };
  RestPrepared *prepared;
  gboolean is_new;

  if (self->prepare == NULL || !make_name (self, record, &name, error))
    return NULL;
  prepared = rest_prepared_set_find (self->prepared, name.key, name.partner, record, &is_new);
  if (prepared != NULL)
    return !is_new || save (self, error) ? prepared : NULL;
  rest_prepared_set_expire (self->prepared, record->time);
  undo (self, cancellable);
  return prepare (self, &name, record, cancellable, error);
}

/* an answer that says no is a no; anything else leaves a doubt */
static gboolean
may_have_arrived (RestSink *self, const GError *failure)
{
  if (failure == NULL || rest_verdicts_get (&self->verdicts, self->answer.status) == REST_ACCEPTED)
    return TRUE;
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_BUSY))
    return self->answer.status >= 500 || self->answer.status == 408;
  return !g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_HELD) &&
         !g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED) &&
         rest_session_has_sent (self->session);
}

void
rest_sink_settle (RestSink *self, RestPrepared *prepared, const GError *failure,
                  GCancellable *cancellable)
{
  gboolean may_be_there = may_have_arrived (self, failure);

  self->in_doubt = self->lookup_target != NULL && failure != NULL && may_be_there;
  if (prepared == NULL)
    return;
  if (may_be_there)
    prepared->is_clean = FALSE;
  if (failure == NULL && self->prepare_key == NULL)
    rest_prepared_set_remove (self->prepared, prepared);
  else if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED) && prepared->is_clean)
    {
      prepared->is_to_undo = TRUE;
      save (self, NULL);
      undo (self, cancellable);
    }
}

/* an answer that makes no sense is no record's fault */
static gboolean
judge_lookup (RestSink *self, const RestRequest *request, GError **error)
{
  gboolean is_missing = self->answer.status == 404 && rest_lookup_is_plain (self->lookup);
  GError *failure = NULL;

  if (is_missing || rest_sink_judge_step (self, request, &failure))
    return TRUE;
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED))
    failure->code = LEAT_ERROR_HELD;
  g_propagate_prefixed_error (error, failure, "lookup-url: ");
  return FALSE;
}

gboolean
rest_sink_look_up (RestSink *self, const LeatRecord *record, gboolean *is_there,
                   GCancellable *cancellable, GError **error)
{
  RestTemplateInput input = { record, NULL };
  RestRequest request = { 0 };

  *is_there = FALSE;
  if (!self->in_doubt)
    return TRUE;
  if (!rest_sink_make_lookup (self, record, &request, error) ||
      !rest_sink_send (self, self->lookup_target, &request, cancellable, error) ||
      !judge_lookup (self, &request, error) ||
      !rest_lookup_find (self->lookup, &self->answer, &input, is_there, error))
    return FALSE;
  if (*is_there)
    leat_sink_note (&self->sink, "already-there",
                    "%s/%s/%" G_GUINT64_FORMAT " had arrived, though its answer was lost",
                    record->origin->source, record->origin->epoch, record->sequence);
  else
    self->in_doubt = FALSE;
  return TRUE;
}
