// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A driver for the lab's card that is there first, and behaves as some do in life: its probe takes
 * long, or its remove does not come back, and nobody can kill who waits for it.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/pci.h>

static char *name = "vpb_live";
module_param(name, charp, 0444);
MODULE_PARM_DESC(name, "what the driver is called");

static unsigned int probe_ms;
module_param(probe_ms, uint, 0444);
MODULE_PARM_DESC(probe_ms, "how long a probe takes");

static bool stuck;
module_param(stuck, bool, 0644);
MODULE_PARM_DESC(stuck, "no remove comes back as long as this is set");

static bool removing;
module_param(removing, bool, 0444);
MODULE_PARM_DESC(removing, "a remove is under way, or was");

static int live_probe(struct pci_dev *device, const struct pci_device_id *id)
{
	msleep(probe_ms);
	pci_info(device, "vpb_live has it\n");
	return 0;
}

static void live_remove(struct pci_dev *device)
{
	pci_info(device, "vpb_live is to give it back\n");
	WRITE_ONCE(removing, true);
	while (READ_ONCE(stuck))
		msleep(100);
}

static const struct pci_device_id live_ids[] = {{PCI_DEVICE(0x10de, 0x2820)}, {}};

static struct pci_driver live_driver = {
	.id_table = live_ids,
	.probe = live_probe,
	.remove = live_remove,
};

static int __init live_init(void)
{
	live_driver.name = name;
	return pci_register_driver(&live_driver);
}

static void __exit live_exit(void)
{
	pci_unregister_driver(&live_driver);
}

module_init(live_init);
module_exit(live_exit);
MODULE_DESCRIPTION("A driver that is there first");
MODULE_LICENSE("GPL");
