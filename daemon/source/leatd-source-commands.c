/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-commands.c - what people ask of a source while it runs: who may, and who does it */
#include "queue/leatd-hand-over.h"
#include "leatd-source-private.h"

/* what it may be sent is the key file's to say; NULL: this */
static GError *
commands_forbid (LeatdSourceWorker *self, LeatCommand *command)
{
  const LeatdTalkPlan *plan = self->config->talk;
  const char *wish = leatd_talk_get_named (command);
  g_autofree char *names = leatd_talk_plan_list_named (plan);

  if (self->config->settings.allow_commands == LEATD_ALLOW_NO)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                        "%s: is read-only; allow-commands=yes in its group opens it", self->name);
  if (wish == NULL && self->config->settings.allow_commands == LEATD_ALLOW_NAMED)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                        "%s: takes only the commands that its group names: %s (leat send "
                        "--command); allow-commands=yes lets anything be sent",
                        self->name, names);
  if (wish != NULL && leatd_talk_plan_find_named (plan, wish) == NULL)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                        "%s: has no command \"%s\"; command-name= in its group has %s", self->name,
                        wish, *names != '\0' ? names : "none");
  return NULL;
}

static GError *
commands_refuse (LeatdSourceWorker *self, LeatCommand *command)
{
  GError *forbidden;

  if (leatd_source_is_stopping (self))
    return g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: is being stopped", self->name);
  if ((forbidden = commands_forbid (self, command)) != NULL)
    return forbidden;
  if (!LEAT_CLASS_HAS (self->source->klass, command) && !leatd_source_talk_takes (self, command) &&
      (self->link == NULL || !g_str_equal (command->name, "send")))
    return g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED, "%s: %s knows no command %s%s", self->name,
                        self->config->klass->name, command->name,
                        self->link != NULL ? ", only send and ask" : "");
  if (!self->begun || (self->link != NULL && !leatd_link_service_is_open (self->link)))
    return g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: not connected", self->name);
  return NULL;
}

static void
commands_do (LeatdSourceWorker *self, LeatCommand *command)
{
  leatd_source_before (self);
  if (leatd_source_talk_takes (self, command))
    leatd_source_talk_command (self, command);
  else if (!LEAT_CLASS_HAS (self->source->klass, command))
    leat_command_send (command, self->source);
  else
    leatd_source_hand_command (self, command);
}

/* hands over what waits; the source's thread */
void
leatd_source_commands_serve (LeatdSourceWorker *self)
{
  LeatCommand *command;

  while ((command = g_async_queue_try_pop (self->commands)) != NULL)
    {
      GError *refusal;

      LEATD_TAKE_OVER (command);
      refusal = commands_refuse (self, command);
      if (refusal != NULL)
        {
          leat_command_fail (command, refusal);
          continue;
        }
      commands_do (self, command);
    }
}

/**
 * leatd_source_commands_close:
 *
 * The source's thread is at its end, or never began: what waits is refused, and what comes later is
 * refused where it comes from.
 */
void
leatd_source_commands_close (LeatdSourceWorker *self)
{
  LeatCommand *command;

  g_async_queue_lock (self->commands);
  g_atomic_int_set (&self->deaf, 1);
  g_async_queue_unlock (self->commands);
  while ((command = g_async_queue_try_pop (self->commands)) != NULL)
    {
      LEATD_TAKE_OVER (command);
      leat_command_fail (command, g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: has ended",
                                               self->name));
    }
}
