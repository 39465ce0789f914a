/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-proxy.c - the way to a service: by a proxy, and who we are there */
#include "rest-proxy.h"
#include <string.h>
#include "leat.h"

struct _RestProxy {
  SoupSession    *soup;
  GStrv           no_proxy;
  GProxyResolver *system;        /* NULL: it is not asked */
  char           *asked;         /* for which origin it was, last */
  GProxyResolver *resolver;      /* NULL: there is no proxy */
  char           *credentials;   /* for it; NULL: none are needed */
};

static gboolean
is_address (const char *proxy)
{
  return !g_str_equal (proxy, "none") && !g_str_equal (proxy, "system");
}

/* GIO has one that knows of no proxy where no module of it asks the system */
static gboolean
check_system (GError **error)
{
  const char *name = G_OBJECT_TYPE_NAME (g_proxy_resolver_get_default ());

  if (!g_str_equal (name, "GDummyProxyResolver"))
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "proxy: nothing here asks the system for its proxy; install the package "
                       "glib-networking, or give an address");
  return FALSE;
}

gboolean
rest_proxy_check (const char *proxy, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (proxy, SOUP_HTTP_URI_FLAGS, NULL);

  if (g_str_equal (proxy, "system"))
    return check_system (error);
  if (!is_address (proxy) || (uri != NULL && g_uri_get_host (uri) != NULL))
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "proxy: is no address; give one such as http://proxy.example:3128, or "
                       "none, or system");
  return FALSE;
}

/* another kind of proxy, such as socks5://, is told by GIO who we are */
static gboolean
is_http (GUri *uri)
{
  return g_str_has_prefix (g_uri_get_scheme (uri), "http");
}

/* We say at once who sends (RFC 7617). libsoup waits to be asked by a 407: the POST that it sends
 * again then has no answer, and with a wrong password it begins again and again (seen with 3.2). */
static void
take_credentials (RestProxy *self, GUri *uri)
{
  g_autofree char *both = NULL;
  g_autofree char *base64 = NULL;

  /* another one's are not for this one, nor for what is behind it */
  g_clear_pointer (&self->credentials, g_free);
  if (!is_http (uri) || g_uri_get_user (uri) == NULL)
    return;
  both = g_strdup_printf ("%s:%s", g_uri_get_user (uri),
                          g_uri_get_password (uri) != NULL ? g_uri_get_password (uri) : "");
  base64 = g_base64_encode ((const guchar *) both, strlen (both));
  self->credentials = g_strconcat ("Basic ", base64, NULL);
}

static void
use (RestProxy *self, GUri *uri)
{
  g_autofree char *address = g_uri_to_string_partial (uri, is_http (uri) ? G_URI_HIDE_USERINFO
                                                                         : G_URI_HIDE_NONE);

  g_clear_object (&self->resolver);
  self->resolver = g_simple_proxy_resolver_new (address, self->no_proxy);
  take_credentials (self, uri);
  soup_session_set_proxy_resolver (self->soup, self->resolver);
}

static void
use_none (RestProxy *self)
{
  g_clear_object (&self->resolver);
  g_clear_pointer (&self->credentials, g_free);
  soup_session_set_proxy_resolver (self->soup, NULL);
}

/* a tunnel has a request of its own, which libsoup makes */
static void
on_queued (SoupSession *soup, SoupMessage *message, gpointer data)
{
  RestProxy *self = data;

  if (self->credentials != NULL && g_str_equal (soup_message_get_method (message), "CONNECT"))
    soup_message_headers_replace (soup_message_get_request_headers (message), "Proxy-Authorization",
                                  self->credentials);
}

RestProxy *
rest_proxy_new (const char *proxy, const char *const *no_proxy, SoupSession *soup)
{
  RestProxy *self = g_new0 (RestProxy, 1);

  self->soup = soup;
  self->no_proxy = g_strdupv ((GStrv) no_proxy);
  if (g_str_equal (proxy, "system"))
    self->system = g_object_ref (g_proxy_resolver_get_default ());
  use_none (self);
  if (is_address (proxy))
    {
      g_autoptr (GUri) uri = g_uri_parse (proxy, SOUP_HTTP_URI_FLAGS, NULL);

      use (self, uri);
    }
  g_signal_connect (soup, "request-queued", G_CALLBACK (on_queued), self);
  return self;
}

void
rest_proxy_free (RestProxy *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->soup, self);
  g_clear_object (&self->system);
  g_clear_object (&self->resolver);
  g_strfreev (self->no_proxy);
  g_free (self->asked);
  g_free (self->credentials);
  g_free (self);
}

/* the first of the ways that the system names */
static gboolean
take_way (RestProxy *self, const char *way, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (way == NULL || g_str_equal (way, "direct://"))
    {
      use_none (self);
      return TRUE;
    }
  uri = g_uri_parse (way, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_HELD,
                           "proxy: the system names one that is no address; check http_proxy and "
                           "https_proxy in leatd's environment, or give proxy= an address");
      return FALSE;
    }
  use (self, uri);
  return TRUE;
}

gboolean
rest_proxy_follow (RestProxy *self, GUri *uri, GCancellable *cancellable, GError **error)
{
  g_autofree char *origin = NULL;
  g_auto (GStrv) ways = NULL;
  GError *failure = NULL;

  if (self->system == NULL)
    return TRUE;
  origin = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                       g_uri_get_port (uri), "/", NULL, NULL);
  if (g_strcmp0 (origin, self->asked) == 0)
    return TRUE;
  ways = g_proxy_resolver_lookup (self->system, origin, cancellable, &failure);
  if (ways == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                   "proxy: the system cannot say which one leads to %s: %s", origin,
                   failure->message);
      g_error_free (failure);
      return FALSE;
    }
  if (!take_way (self, ways[0], error))
    return FALSE;
  g_free (self->asked);
  self->asked = g_steal_pointer (&origin);
  return TRUE;
}

void
rest_proxy_sign (RestProxy *self, GUri *uri, SoupMessageHeaders *headers)
{
  g_autofree char *address = NULL;
  g_auto (GStrv) ways = NULL;

  if (self->credentials == NULL || g_str_equal (g_uri_get_scheme (uri), "https"))
    return;
  address = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO);
  ways = g_proxy_resolver_lookup (self->resolver, address, NULL, NULL);
  if (ways != NULL && ways[0] != NULL && !g_str_equal (ways[0], "direct://"))
    soup_message_headers_replace (headers, "Proxy-Authorization", self->credentials);
}
