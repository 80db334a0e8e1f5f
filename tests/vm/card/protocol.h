/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vfio-user messages that a card answers, as QEMU's docs/interop/vfio-user.rst
 * describes them. All numbers are in the machine's byte order.
 */
#ifndef VPB_VM_CARD_PROTOCOL_H
#define VPB_VM_CARD_PROTOCOL_H

#include <stdint.h>

enum vpb_command {
	VPB_COMMAND_VERSION = 1,
	VPB_COMMAND_DMA_MAP = 2,
	VPB_COMMAND_DMA_UNMAP = 3,
	VPB_COMMAND_DEVICE_INFO = 4,
	VPB_COMMAND_REGION_INFO = 5,
	VPB_COMMAND_IRQ_INFO = 7,
	VPB_COMMAND_SET_IRQS = 8,
	VPB_COMMAND_REGION_READ = 9,
	VPB_COMMAND_REGION_WRITE = 10,
	VPB_COMMAND_DEVICE_RESET = 13,
};

/* In vpb_header.flags. */
#define VPB_HEADER_TYPE 0x0f
#define VPB_HEADER_REPLY 0x01
#define VPB_HEADER_NO_REPLY 0x10
#define VPB_HEADER_ERROR 0x20

struct vpb_header {
	uint16_t id;
	uint16_t command;
	uint32_t bytes; /* header included */
	uint32_t flags;
	uint32_t error;
};

struct vpb_version {
	uint16_t major;
	uint16_t minor;
	char capabilities[128]; /* JSON, to its NUL */
};

struct vpb_dma_unmap {
	uint32_t argument_bytes;
	uint32_t flags;
	uint64_t address;
	uint64_t bytes;
};

#define VPB_DEVICE_CAN_RESET 0x1
#define VPB_DEVICE_IS_PCI 0x2

struct vpb_device_info {
	uint32_t argument_bytes;
	uint32_t flags;
	uint32_t regions;
	uint32_t irqs;
};

#define VPB_REGION_CAN_READ 0x1
#define VPB_REGION_CAN_WRITE 0x2

struct vpb_region_info {
	uint32_t argument_bytes;
	uint32_t flags;
	uint32_t index;
	uint32_t capability_offset;
	uint64_t bytes;
	uint64_t offset;
};

/* The kernel's numbers: INTx, MSI, MSI-X, error, request. */
#define VPB_IRQ_INTX 0
#define VPB_IRQ_MSI 1
#define VPB_IRQS 5

#define VPB_IRQ_EVENTFD 0x1
#define VPB_IRQ_MASKABLE 0x2
#define VPB_IRQ_AUTOMASKED 0x4
#define VPB_IRQ_NORESIZE 0x8

struct vpb_irq_info {
	uint32_t argument_bytes;
	uint32_t flags;
	uint32_t index;
	uint32_t count;
};

/* Before the data of a read's reply and of a write. */
struct vpb_transfer {
	uint64_t offset;
	uint32_t region;
	uint32_t bytes;
};

#endif
