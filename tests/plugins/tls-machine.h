/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-machine.h - for tests: a machine that listens and speaks TLS, in a thread of its own until a
 * connection stands */
#pragma once
#include "socket-pair.h"
G_BEGIN_DECLS

static inline char *
certificate_find (const char *name)
{
  return g_build_filename (g_getenv ("LEAT_CERTIFICATES"), name, NULL);
}

static inline GTlsCertificate *
certificate_load (const char *name)
{
  g_autofree char *path = certificate_find (name);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

/**
 * TlsMachine:
 * @certificate: a file among those for tests
 * @wants_client: asks who connects, and lets in who is signed by ca.crt
 * @stream: of the connection; %NULL: its handshake failed
 * @other: under it
 */
typedef struct {
  GSocket *listener;
  const char *certificate;
  gboolean wants_client;
  GThread *thread;
  GIOStream *stream;
  GSocket *other;
} TlsMachine;

/* a server is asked of every client's certificate */
static inline gboolean
tls_machine_judge (GTlsConnection *connection, GTlsCertificate *certificate,
                   GTlsCertificateFlags errors, gpointer data)
{
  return errors == 0;
}

static inline gpointer
tls_machine_run (gpointer data)
{
  TlsMachine *self = data;
  g_autoptr (GTlsCertificate) certificate = certificate_load (self->certificate);
  g_autofree char *path = certificate_find ("ca.crt");
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  GIOStream *stream;

  self->other = g_socket_accept (self->listener, NULL, NULL);
  connection = g_socket_connection_factory_create_connection (self->other);
  stream = g_tls_server_connection_new (G_IO_STREAM (connection), certificate, NULL);
  g_tls_connection_set_database (G_TLS_CONNECTION (stream), database);
  if (self->wants_client)
    g_object_set (stream, "authentication-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
  g_signal_connect (stream, "accept-certificate", G_CALLBACK (tls_machine_judge), NULL);
  if (g_tls_connection_handshake (G_TLS_CONNECTION (stream), NULL, NULL))
    return stream;
  /* a close while bytes wait is a reset, which takes away what TLS says was wrong */
  g_socket_shutdown (self->other, FALSE, TRUE, NULL);
  while (g_socket_receive (self->other, (char[4096]){ 0 }, 4096, NULL, NULL) > 0)
    ;
  g_object_unref (stream);
  return NULL;
}

static inline void
tls_machine_start (TlsMachine *self, const char *certificate, gboolean wants_client)
{
  self->listener = listener_new (4);
  self->certificate = certificate;
  self->wants_client = wants_client;
  self->thread = g_thread_new ("machine", tls_machine_run, self);
}

/* its handshake is over */
static inline void
tls_machine_join (TlsMachine *self)
{
  self->stream = g_thread_join (g_steal_pointer (&self->thread));
}

static inline void
tls_machine_say (TlsMachine *self, const void *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (self->stream), data, length, NULL, NULL,
                             &error);
  g_assert_no_error (error);
}

static inline void
tls_machine_clear (TlsMachine *self)
{
  if (self->thread != NULL)
    tls_machine_join (self);
  if (self->stream != NULL)
    g_io_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->other);
  g_clear_object (&self->listener);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlsMachine, tls_machine_clear)
G_END_DECLS
