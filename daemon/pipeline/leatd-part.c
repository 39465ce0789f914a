/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-part.c - what a source and a sink have in common, for who asks and steers them */
#include "leatd-part.h"

LeatdPart
leatd_part_of_source (LeatdSourceWorker *source)
{
  return (LeatdPart) {
    .name = leatd_source_worker_get_name (source),
    .plugin = leatd_source_worker_get_config (source)->klass->name,
    .source = source,
    .state = leatd_source_worker_get_state (source),
    .counter_names = leatd_source_counter_names,
  };
}

LeatdPart
leatd_part_of_sink (LeatdSinkWorker *sink)
{
  return (LeatdPart) {
    .name = leatd_sink_worker_get_name (sink),
    .plugin = leatd_sink_worker_get_config (sink)->klass->name,
    .sink = sink,
    .state = leatd_sink_worker_get_state (sink),
    .counter_names = leatd_sink_counter_names,
  };
}

/* @found: of LeatdModule: each once */
static void
add_third_party (GPtrArray *found, const LeatdModule *module)
{
  if (module != NULL && !module->is_own && !g_ptr_array_find (found, module, NULL))
    g_ptr_array_add (found, (gpointer) module);
}

static void
add_of_source (GPtrArray *found, const LeatdSourceConfig *source)
{
  add_third_party (found, source->module);
  add_third_party (found, source->link_module);
  if (source->settings.framer != NULL)
    add_third_party (found,
                     leatd_config_find_framer_module (source->config, source->settings.framer));
}

/**
 * leatd_part_list_third_parties:
 *
 * Whose code runs it, beside Leat's own: of its class, its link and its framer. Main thread.
 *
 * Returns: (transfer full) (array zero-terminated): as leatd_module_tell() has them
 */
char **
leatd_part_list_third_parties (const LeatdPart *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GPtrArray *told = g_ptr_array_new ();

  if (self->source != NULL)
    add_of_source (found, leatd_source_worker_get_config (self->source));
  else
    add_third_party (found, leatd_sink_worker_get_config (self->sink)->module);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (told, leatd_module_tell (found->pdata[i]));
  g_ptr_array_add (told, NULL);
  return (char **) g_ptr_array_free (told, FALSE);
}

const guint64 *
leatd_part_get_counters (const LeatdPart *self)
{
  return self->source != NULL ? leatd_source_worker_get_counters (self->source)
                              : leatd_sink_worker_get_counters (self->sink);
}

void
leatd_part_pause (const LeatdPart *self)
{
  if (self->source != NULL)
    leatd_source_worker_pause (self->source);
  else
    leatd_sink_worker_pause (self->sink);
}

void
leatd_part_resume (const LeatdPart *self)
{
  if (self->source != NULL)
    leatd_source_worker_resume (self->source);
  else
    leatd_sink_worker_resume (self->sink);
}

void
leatd_part_restart (const LeatdPart *self)
{
  if (self->source != NULL)
    leatd_source_worker_restart (self->source);
  else
    leatd_sink_worker_restart (self->sink);
}
