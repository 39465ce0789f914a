/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-tap.c - lets somebody on the bus look at what a source makes */
#include "control/leatd-control-private.h"
#include "worker/leatd-event.h"
#include <gio/gunixfdlist.h>
#include <unistd.h>

#define SAMPLE_MAX 1000000000u

static gboolean
fail_option (const char *key, const char *right, GError **error)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "option %s: %s", key, right);
  return FALSE;
}

static gboolean
read_option (LeatdTapWishes *wishes, const char *key, GVariant *value, GError **error)
{
  if (g_str_equal (key, "what"))
    return (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
            leatd_tap_kind_from_name (g_variant_get_string (value, NULL), &wishes->kind)) ||
           fail_option (key, "\"records\", \"frames\" or \"raw\" is right", error);
  if (g_str_equal (key, "filter"))
    {
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return fail_option (key, "a string is right", error);
      wishes->filter = g_variant_get_string (value, NULL);
      return TRUE;
    }
  if (g_str_equal (key, "sample"))
    {
      wishes->sample = g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32)
                           ? g_variant_get_uint32 (value)
                           : 0;
      return (wishes->sample > 0 && wishes->sample <= SAMPLE_MAX) ||
             fail_option (key, "a number (u) from 1 on is right", error);
    }
  return fail_option (key, "there is none of that name; what, filter and sample are right", error);
}

/* what it points to is of @options */
static gboolean
read_options (LeatdTapWishes *wishes, GVariant *options, GError **error)
{
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_iter_init (&iter, options);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      const gboolean is_right = read_option (wishes, key, value, error);

      g_variant_unref (value); /* @options has it still */
      if (!is_right)
        return FALSE;
    }
  return TRUE;
}

/**
 * leatd_control_tap:
 * @part: a source
 * @options: of Tap() on the bus
 *
 * Answers the invocation, with the descriptor or with what is wrong.
 */
void
leatd_control_tap (const LeatdPart *part, LeatDBusSource *source, GDBusMethodInvocation *invocation,
                   GVariant *options)
{
  LeatdTapWishes wishes = { .kind = LEATD_TAP_RECORDS, .sample = 1 };
  g_autoptr (GUnixFDList) list = NULL;
  GError *error = NULL;
  int fd;

  if (!read_options (&wishes, options, &error) ||
      !leatd_source_worker_open_tap (part->source, &wishes, &fd, &error))
    {
      leatd_control_fail (invocation, error);
      return;
    }
  leatd_event (G_LOG_LEVEL_DEBUG, "leatd", "tap", "%s looks at %s",
               g_dbus_method_invocation_get_sender (invocation), part->name);
  list = g_unix_fd_list_new_from_array (&fd, 1); /* which closes it */
  leat_dbus_source_complete_tap (source, invocation, list, g_variant_new_handle (0));
}
