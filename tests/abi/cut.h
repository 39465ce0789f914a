/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cut.h - makes of a module one whose class structs end behind their frozen heads
 *
 * What lies behind them is no member then, and is what kills who takes it for one. The module is
 * included above this, with whole_plugin_get() for the name of its function. */
#pragma once
#undef leat_plugin_get

static void
cut_poison (void)
{
  g_error ("a member was called that lies behind the end of its class struct");
}

/* (transfer full): a copy of @klass, @head bytes of which are its own */
static gpointer
cut_class (gconstpointer klass, gsize head, gsize size)
{
  char *copy = g_memdup2 (klass, size);

  *(gsize *) (gpointer) copy = head;
  for (gsize at = head; at < size; at += sizeof (gpointer))
    *(void (**) (void)) (gpointer) (copy + at) = cut_poison;
  return copy;
}

#define CUT_CLASS(klass, Class, member) \
  cut_class (klass, G_STRUCT_OFFSET (Class, member) + sizeof (gpointer), sizeof (Class))

/* each module has one class of a kind */
static gpointer *
cut_list (gpointer klass)
{
  gpointer *list = g_new0 (gpointer, 2);

  list[0] = klass;
  return list;
}

static LeatSinkClass *
cut_sink (const LeatSinkClass *klass)
{
  LeatSinkClass *copy = CUT_CLASS (klass, LeatSinkClass, close);

  if (klass->store != NULL)
    copy->store = CUT_CLASS (klass->store, LeatStoreClass, close_reader);
  return copy;
}

#define CUT_LIST(list, copy) \
  ((list) != NULL ? (gconstpointer) cut_list ((gpointer) (copy)) : NULL)

G_MODULE_EXPORT const LeatPlugin *leat_plugin_get (void);

const LeatPlugin *
leat_plugin_get (void)
{
  static LeatPlugin plugin;
  const LeatPlugin *whole = whole_plugin_get ();

  if (plugin.name != NULL)
    return &plugin;
  plugin = *whole;
  plugin.sources = CUT_LIST (whole->sources, CUT_CLASS (whole->sources[0], LeatSourceClass, run));
  plugin.links = CUT_LIST (whole->links, CUT_CLASS (whole->links[0], LeatLinkClass, read));
  plugin.framers = CUT_LIST (whole->framers,
                             CUT_CLASS (whole->framers[0], LeatFramerClass, scan));
  plugin.sinks = CUT_LIST (whole->sinks, cut_sink (whole->sinks[0]));
  return &plugin;
}
