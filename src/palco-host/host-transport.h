/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

/* Seam of the picture path, third of three; nothing implements it yet.
 *
 * A transport carries access units to the one viewer and brings input and acknowledgements
 * back. The first will be a WebSocket over TLS on the handshake port, which HostHandshake
 * already holds: it takes the viewer's place there, checks the token that the viewer shows
 * with the token service's public key, and derives the bit rate from the acknowledgements.
 * Another one may join later behind the same interface. */
