// SPDX-License-Identifier: EUPL-1.2

package demo

import "math/rand/v2"

var firstNames = []string{"Aisha", "Anna", "Bas", "Bram", "Daan", "Elif", "Emma", "Femke", "Fleur", "Hassan", "Ingrid", "Iris", "Jasper", "Jeroen", "Joris", "Karin", "Lars", "Lotte",
	"Maarten", "Mariam", "Mehmet", "Merel", "Nadia", "Niels", "Noor", "Olga", "Peter", "Pim", "Rik", "Roos", "Ruud", "Sanne", "Sem", "Stijn", "Tess", "Thijs", "Vera", "Wim", "Yara", "Youssef"}

// StaffName gives the name of somebody who works for the town.
func StaffName(rnd *rand.Rand) string {
	return firstNames[rnd.IntN(len(firstNames))] + " " + surnames[rnd.IntN(len(surnames))]
}
