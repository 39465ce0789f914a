/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* own-network.h - a network of the test's own, in which nft makes trouble */
#pragma once
#include "run-command.h"
#include <sched.h>

/* this process and its children are in a network with nothing but a loopback */
static inline gboolean
own_network_enter (void)
{
  return unshare (CLONE_NEWNET) == 0 && run_command ("ip", "link", "set", "lo", "up", NULL) &&
         run_command ("nft", "add", "table", "inet", "trouble", NULL) &&
         run_command ("nft", "add", "chain", "inet", "trouble", "line",
                      "{ type filter hook input priority 0; }", NULL);
}

/* what becomes of packets: a part of an nft rule, in which %u is @port */
static inline void
own_network_break (const char *rule, guint port)
{
  g_autoptr (GString) text = g_string_new (rule);
  g_autofree char *number = g_strdup_printf ("%u", port);

  g_string_replace (text, "%u", number, 0);
  g_assert_true (run_command ("nft", "add", "rule", "inet", "trouble", "line", text->str, NULL));
}

static inline void
own_network_mend (void)
{
  g_assert_true (run_command ("nft", "flush", "chain", "inet", "trouble", "line", NULL));
}
