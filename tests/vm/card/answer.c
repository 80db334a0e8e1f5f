// SPDX-License-Identifier: GPL-2.0-or-later
#include "answer.h"

#include <errno.h>
#include <string.h>

/* Must agree with VPB_TRANSFER_BYTES. */
#define CAPABILITIES "{\"capabilities\":{\"max_msg_fds\":8,\"max_data_xfer_size\":65536}}"

_Static_assert(VPB_TRANSFER_BYTES == 65536, "the capabilities say another size");
_Static_assert(VPB_ROM_BYTES_MAX <= VPB_TRANSFER_BYTES, "QEMU reads a ROM in one piece");

struct exchange {
	struct vpb_server *server;
	const uint8_t *body;
	size_t body_bytes;
	uint8_t *reply;
	size_t *ret_bytes;
};

/* A body may be longer than what is known of it, never shorter. */
static int body_take(const struct exchange *x, void *ret, size_t bytes)
{
	if (x->body_bytes < bytes)
		return -EINVAL;
	memcpy(ret, x->body, bytes);
	return 0;
}

static int reply_give(const struct exchange *x, const void *data, size_t bytes)
{
	memcpy(x->reply, data, bytes);
	*x->ret_bytes = bytes;
	return 0;
}

static int version_answer(const struct exchange *x)
{
	struct vpb_version version = {.capabilities = CAPABILITIES};
	uint16_t asked[2];
	int r = body_take(x, asked, sizeof(asked));

	if (r < 0)
		return r;
	if (asked[0] != 0)
		return -ENOTSUP;
	return reply_give(x, &version,
		offsetof(struct vpb_version, capabilities) + sizeof(CAPABILITIES));
}

static int device_info_answer(const struct exchange *x)
{
	struct vpb_device_info info = {.argument_bytes = sizeof(info),
		.flags = VPB_DEVICE_CAN_RESET | VPB_DEVICE_IS_PCI,
		.regions = VPB_REGIONS,
		.irqs = VPB_IRQS};

	return reply_give(x, &info, sizeof(info));
}

static uint64_t region_bytes(const struct vpb_function *f, uint32_t region)
{
	if (region <= VPB_REGION_ROM)
		return f->bar[region].size_bytes;
	return region == VPB_REGION_CONFIG ? VPB_CONFIG_BYTES : 0;
}

static int region_info_answer(const struct exchange *x)
{
	struct vpb_region_info asked, info = {.argument_bytes = sizeof(info)};
	int r = body_take(x, &asked, sizeof(asked));

	if (r < 0)
		return r;
	if (asked.index >= VPB_REGIONS)
		return -EINVAL;
	info.index = asked.index;
	info.bytes = region_bytes(x->server->function, asked.index);
	if (info.bytes)
		info.flags = VPB_REGION_CAN_READ;
	if (info.bytes && asked.index != VPB_REGION_ROM)
		info.flags |= VPB_REGION_CAN_WRITE;
	return reply_give(x, &info, sizeof(info));
}

static int irq_info_answer(const struct exchange *x)
{
	const struct vpb_function *f = x->server->function;
	struct vpb_irq_info asked, info = {.argument_bytes = sizeof(info)};
	int r = body_take(x, &asked, sizeof(asked));

	if (r < 0)
		return r;
	if (asked.index >= VPB_IRQS)
		return -EINVAL;
	info.index = asked.index;
	if (asked.index == VPB_IRQ_INTX && f->pin) {
		info.flags = VPB_IRQ_EVENTFD | VPB_IRQ_MASKABLE | VPB_IRQ_AUTOMASKED;
		info.count = 1;
	} else if (asked.index == VPB_IRQ_MSI && f->msi) {
		info.flags = VPB_IRQ_EVENTFD | VPB_IRQ_NORESIZE;
		info.count = 1;
	}
	return reply_give(x, &info, sizeof(info));
}

/* The bytes of registers that lie within a transfer; @write moves the other way. */
static void registers_transfer(struct vpb_server *server, const struct vpb_transfer *t,
	uint8_t *data, bool write)
{
	const struct vpb_function *f = server->function;

	for (unsigned int i = 0; i < f->register_count; i++) {
		const struct vpb_register *r = &f->registers[i];

		if (r->region != t->region)
			continue;
		for (unsigned int byte = 0; byte < 4; byte++) {
			uint64_t at = (uint64_t)r->offset + byte;
			uint32_t mask = r->writable & UINT32_C(0xff) << (8 * byte);

			if (at < t->offset || at - t->offset >= t->bytes)
				continue;
			if (!write)
				data[at - t->offset] =
					(uint8_t)(server->registers[i] >> (8 * byte));
			else
				server->registers[i] =
					(server->registers[i] & ~mask) |
					((uint32_t)data[at - t->offset] << (8 * byte) &
						mask);
		}
	}
}

static void function_reset(struct vpb_server *server, const char *how)
{
	vpb_access_log_reset(server->log, server->address, how);
	vpb_config_reset(&server->config);
	for (unsigned int i = 0; i < server->function->register_count; i++)
		server->registers[i] = server->function->registers[i].value;
}

static int transfer_take(const struct exchange *x, struct vpb_transfer *ret)
{
	uint64_t bytes;
	int r = body_take(x, ret, sizeof(*ret));

	if (r < 0)
		return r;
	if (ret->region >= VPB_REGIONS || ret->bytes > VPB_TRANSFER_BYTES)
		return -EINVAL;
	bytes = region_bytes(x->server->function, ret->region);
	if (ret->offset > bytes || ret->bytes > bytes - ret->offset)
		return -EINVAL;
	return 0;
}

static int read_answer(const struct exchange *x)
{
	struct vpb_server *server = x->server;
	struct vpb_transfer t;
	uint8_t *data = x->reply + sizeof(t);
	int r = transfer_take(x, &t);

	if (r < 0)
		return r;
	memset(data, 0, t.bytes);
	if (t.region == VPB_REGION_CONFIG)
		vpb_config_read(&server->config, t.offset, data, t.bytes);
	else
		registers_transfer(server, &t, data, false);
	vpb_access_log_access(server->log, &(struct vpb_access){server->address, t.region,
						   false, t.offset, t.bytes, data});
	memcpy(x->reply, &t, sizeof(t));
	*x->ret_bytes = sizeof(t) + t.bytes;
	return 0;
}

static int write_answer(const struct exchange *x)
{
	struct vpb_server *server = x->server;
	uint8_t data[VPB_MESSAGE_BYTES];
	struct vpb_transfer t;
	int r = transfer_take(x, &t);

	if (r < 0)
		return r;
	if (x->body_bytes - sizeof(t) < t.bytes || t.bytes > sizeof(data))
		return -EINVAL;
	memcpy(data, x->body + sizeof(t), t.bytes);
	vpb_access_log_access(server->log, &(struct vpb_access){server->address, t.region,
						   true, t.offset, t.bytes, data});
	if (t.region != VPB_REGION_CONFIG)
		registers_transfer(server, &t, data, true);
	else if (vpb_config_write(&server->config, t.offset, data, t.bytes))
		function_reset(server, "flr");
	return reply_give(x, &t, sizeof(t));
}

static int unmap_answer(const struct exchange *x)
{
	struct vpb_dma_unmap unmap;
	int r = body_take(x, &unmap, sizeof(unmap));

	return r < 0 ? r : reply_give(x, &unmap, sizeof(unmap));
}

int vpb_answer(struct vpb_server *server, uint16_t command, const uint8_t *body,
	size_t body_bytes, uint8_t *reply, size_t *ret_bytes)
{
	const struct exchange x = {server, body, body_bytes, reply, ret_bytes};

	*ret_bytes = 0;
	switch (command) {
	case VPB_COMMAND_VERSION:
		return version_answer(&x);
	case VPB_COMMAND_DMA_UNMAP:
		return unmap_answer(&x);
	case VPB_COMMAND_DEVICE_INFO:
		return device_info_answer(&x);
	case VPB_COMMAND_REGION_INFO:
		return region_info_answer(&x);
	case VPB_COMMAND_IRQ_INFO:
		return irq_info_answer(&x);
	case VPB_COMMAND_REGION_READ:
		return read_answer(&x);
	case VPB_COMMAND_REGION_WRITE:
		return write_answer(&x);
	case VPB_COMMAND_DEVICE_RESET:
		function_reset(server, "command");
		return 0;
	case VPB_COMMAND_DMA_MAP:
	case VPB_COMMAND_SET_IRQS:
		/* No memory is touched, no interrupt raised: nothing to note. */
		return 0;
	default:
		return -ENOTSUP;
	}
}
