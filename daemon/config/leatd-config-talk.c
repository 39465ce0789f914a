/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-talk.c - judges what a source is to say to its device: can that be told anything? */
#include "config/leatd-config-private.h"

static const char *
find_key (const LeatdTalkSettings *settings)
{
  return settings->commands != NULL       ? "poll-command"
         : settings->named != NULL        ? "command"
         : settings->connect != NULL      ? "on-connect"
         : settings->connect_file != NULL ? "on-connect-file"
                                          : "on-connect-await";
}

static void
judge_link (LeatdSourceConfig *self, LeatFaults *faults)
{
  const char *key = find_key (&self->settings.talk);

  if (self->klass->schemes == NULL || LEAT_CLASS_HAS (self->klass, run))
    leat_group_fault (self->group, key, faults, "%s has no device that could be asked",
                      self->klass->name);
  else if (self->link == NULL)
    return; /* a fault of device= */
  else if (LEAT_CLASS_HAS (self->link, accept))
    leat_group_fault (self->group, key, faults,
                      "whoever comes to %s is not asked; a source of its own that connects to the "
                      "device is right",
                      self->settings.device);
  else if (!LEAT_CLASS_HAS (self->link, write))
    leat_group_fault (self->group, key, faults, "%s is only read, never written to",
                      self->settings.device);
}

/* those whom nobody may fire, and leave to fire what is not there */
static void
judge_allowed (LeatdSourceConfig *self, LeatFaults *faults)
{
  const gboolean has_named = self->settings.talk.named != NULL;

  if (has_named && self->settings.allow_commands == LEATD_ALLOW_NO)
    leat_group_fault (self->group, "command", faults,
                      "nobody may send it; allow-commands=named lets them");
  else if (!has_named && self->settings.allow_commands == LEATD_ALLOW_NAMED)
    leat_group_fault (self->group, "allow-commands", faults,
                      "names none; command= and command-name= say what may be sent");
}

/* the class and the link are known, or faults */
void
leatd_config_judge_talk (LeatdSourceConfig *self, LeatFaults *faults)
{
  LeatdTalkSettings *settings = &self->settings.talk;

  if (leat_group_find (self->group, "poll-settle") == NULL)
    settings->settle = settings->timeout;
  judge_allowed (self, faults);
  self->talk = leatd_talk_plan_new (settings, self->group, faults);
  if (self->talk != NULL)
    judge_link (self, faults);
}
