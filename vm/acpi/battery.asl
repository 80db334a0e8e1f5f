// SPDX-License-Identifier: GPL-2.0-or-later
// A power source and a battery that always say the same: what a laptop's driver looks for. Charge is in
// mWh and power in mW, the unit that Windows wants. The numbers that differ are in NUMS alone, where
// vm/acpi/table.c writes them: mains and a full battery, unless others are written there.
DefinitionBlock ("", "SSDT", 2, "VPBIND", "BATTERY", 0x00000001)
{
	Scope (\_SB)
	{
		// On mains; state (1: discharging, 2: charging), power, what is left, as _BST has them.
		Name (NUMS, Buffer (16)
		{
			0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
			0x00, 0x00, 0x00, 0x00, 0x38, 0xC7, 0x00, 0x00
		})

		Device (VPAC)
		{
			Name (_HID, "ACPI0003")
			Name (_UID, "vfio-prebind")
			Name (_PCL, Package () { \_SB })
			Name (_STA, 0x0F)
			Method (_PSR, 0, Serialized)
			{
				CreateDWordField (\_SB.NUMS, 0, ONLN)
				Return (ONLN)
			}
		}

		Device (VPBA)
		{
			Name (_HID, EisaId ("PNP0C0A"))
			Name (_UID, "vfio-prebind")
			Name (_PCL, Package () { \_SB })
			Name (_STA, 0x1F)
			Name (_BIX, Package ()
			{
				0, // revision
				0, // mW and mWh
				60000, 51000, // as made, and full
				1, 11400, // can be charged; mV
				5100, 2550, // what is low, and what is very low
				120, // times that it was charged
				95000, 1000, 500, 1000, 500, // how exact and how often it is measured
				100, 100, // steps between these two
				"VM", "1", "LION", "vfio-prebind"
			})
			Name (_BIF, Package ()
			{
				0, 60000, 51000, 1, 11400, 5100, 2550, 100, 100,
				"VM", "1", "LION", "vfio-prebind"
			})
			Method (_BST, 0, Serialized)
			{
				CreateDWordField (\_SB.NUMS, 4, STAT)
				CreateDWordField (\_SB.NUMS, 8, RATE)
				CreateDWordField (\_SB.NUMS, 12, LEFT)
				Local0 = Package (4) { 0, 0, 0, 11400 }
				Local0 [0] = STAT
				Local0 [1] = RATE
				Local0 [2] = LEFT
				Return (Local0)
			}
		}
	}
}
