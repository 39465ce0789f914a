/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-contract.c - what a source's plugin may not do, found where it costs no record
 * anything: with a push, a stream, an answer */
#include "plugin/leatd-module.h"
#include "worker/leatd-event.h"
#include "leatd-source-private.h"

/* a command in a plugin's hands */
typedef struct {
  LeatCommand        command; /* first */
  LeatCommand       *asked;   /* NULL: it was answered */
  LeatdSourceWorker *worker;
} Handed;

/* so many that were answered are kept, for one that is answered once more */
#define ANSWERED_KEPT 64

/**
 * leatd_source_tell_breach:
 * @text: what the plugin does
 *
 * What its contract does not allow is told once: it may be done with each push. Any thread.
 */
void
leatd_source_tell_breach (gpointer worker, const char *text)
{
  LeatdSourceWorker *self = worker;
  g_autofree char *module = NULL;

  if (!g_atomic_int_compare_and_exchange (&self->breach_told, FALSE, TRUE))
    return;
  module = leatd_module_name (self->config->module->path);
  leatd_event (G_LOG_LEVEL_WARNING, self->name, "plugin", "%s breaks its contract: %s", module,
               text);
}

/* a batch that is sealed has been pushed, or was taken from another source */
gboolean
leatd_source_may_push (LeatdSourceWorker *self, const LeatBatch *batch)
{
  if (self->own_thread != NULL && g_thread_self () != self->own_thread)
    leatd_source_tell_breach (self, "pushes a batch in a thread of its own; it is not taken");
  else if (self->halted)
    leatd_source_tell_breach (self, "pushes a batch behind its stop(); it is not taken");
  else if (leat_batch_is_sealed (batch))
    leatd_source_tell_breach (self, "pushes a batch that was pushed before; it is not taken");
  else
    return !leatd_source_worker_is_at_rest (self) &&
           (!leatd_source_is_stopping (self) || self->giving);
  return FALSE;
}

static void
stream_leave (gpointer stream, gpointer user_data)
{
  leatd_stream_leave (stream);
}

/**
 * leatd_source_leave_streams:
 *
 * Behind stop(): the source opens new streams in its next life, and who still pushes to these is
 * found until that ends.
 */
void
leatd_source_leave_streams (LeatdSourceWorker *self)
{
  GPtrArray *left = self->left;

  g_ptr_array_foreach (self->streams, stream_leave, NULL);
  self->left = self->streams;
  self->streams = left;
  g_ptr_array_set_size (self->streams, 0);
}

/* --- commands --- */

static void
handed_free (Handed *self)
{
  g_clear_pointer (&self->command.argument, g_variant_unref);
  g_free (self->command.name);
  g_free (self);
}

/* both are (transfer full) */
static void
handed_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  Handed *self = (Handed *) command;
  LeatCommand *asked = g_steal_pointer (&self->asked);

  if (asked != NULL)
    {
      asked->answer (asked, answer, error);
      return;
    }
  leatd_source_tell_breach (self->worker, "answers a command twice; who asked has the first");
  g_clear_pointer (&answer, g_variant_unref);
  g_clear_error (&error);
}

/* the oldest that were answered are forgotten; those that were not are few */
static void
worker_forget_answered (LeatdSourceWorker *self)
{
  while (self->handed.length >= ANSWERED_KEPT &&
         ((Handed *) g_queue_peek_head (&self->handed))->asked == NULL)
    handed_free (g_queue_pop_head (&self->handed));
}

/**
 * leatd_source_hand_command:
 * @command: (transfer full)
 *
 * Gives a command to the plugin, whose it is until it answers. The source's thread.
 */
void
leatd_source_hand_command (LeatdSourceWorker *self, LeatCommand *command)
{
  Handed *handed = g_new0 (Handed, 1);

  handed->command = (LeatCommand) {
    .name = g_strdup (command->name),
    .argument = command->argument != NULL ? g_variant_ref (command->argument) : NULL,
    .answer = handed_answer,
  };
  handed->asked = command;
  handed->worker = self;
  worker_forget_answered (self);
  g_queue_push_tail (&self->handed, handed);
  leatd_guard_enter (&self->guard);
  self->source->klass->command (self->source, &handed->command);
  leatd_guard_leave (&self->guard);
}

/**
 * leatd_source_forget_commands:
 *
 * Its source is freed: what it has not answered is refused.
 */
void
leatd_source_forget_commands (LeatdSourceWorker *self)
{
  Handed *handed;

  while ((handed = g_queue_pop_head (&self->handed)) != NULL)
    {
      if (handed->asked != NULL)
        leat_command_fail (&handed->command,
                           g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                                        "%s: has ended without an answer", self->name));
      handed_free (handed);
    }
}
