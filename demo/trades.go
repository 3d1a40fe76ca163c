// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"strings"
)

// Code is where a line of an invoice belongs in the books of the invented town.
type Code struct{ Account, CostCentre, Taakveld, Categorie string }

// service is something a supplier of a trade sends invoices for. In its text %s is
// a month.
type service struct {
	text string
	Code
}

// trade is what suppliers of one kind send.
type trade struct {
	rate     int  // of VAT; 0 for exempt
	regular  bool // the same amount each time
	ordered  bool // on an order of ours
	services []service
}

// The cost centres, each with who answers for it.
const (
	outdoors = "4100" // beheer openbare ruimte
	indoors  = "4200" // gebouwen en facilitair
	care     = "4300" // sociaal domein
	staffing = "4400" // bedrijfsvoering
)

// tradesOf are the trades by the words for them in suppliers' names.
var tradesOf = map[string]trade{
	"Straatmeubilair": {21, false, true, []service{{"Banken en prullenbakken", Code{"4310", outdoors, "2.1", "3.8"}}, {"Verkeerspaaltjes", Code{"4310", outdoors, "2.1", "3.8"}}}},
	"Groenvoorziening": {21, false, false, []service{{"Onderhoud plantsoenen %s", Code{"4300", outdoors, "5.7", "3.8"}}, {"Snoeien bomen", Code{"4300", outdoors, "5.7", "3.8"}},
		{"Onderhoud sportvelden %s", Code{"4300", indoors, "5.2", "3.8"}}}},
	"Schoonmaak":       {21, true, false, []service{{"Schoonmaak gemeentehuis %s", Code{"4420", indoors, "0.4", "3.8"}}, {"Schoonmaak sporthal %s", Code{"4420", indoors, "5.2", "3.8"}}}},
	"Kantoorartikelen": {21, false, true, []service{{"Papier en kantoorartikelen", Code{"4400", staffing, "0.4", "3.8"}}, {"Toners", Code{"4400", staffing, "0.4", "3.8"}}}},
	"Detachering": {21, false, true, []service{{"Inhuur beleidsmedewerker %s", Code{"4110", staffing, "0.4", "3.5.1"}}, {"Inhuur consulent Wmo %s", Code{"4110", care, "6.711", "3.5.1"}},
		{"Inhuur toezichthouder %s", Code{"4110", outdoors, "1.2", "3.5.1"}}}},
	"Wegenbouw":         {21, false, true, []service{{"Herstel asfalt", Code{"4320", outdoors, "2.1", "3.8"}}, {"Herstraten trottoir", Code{"4320", outdoors, "2.1", "3.8"}}}},
	"Rioolbeheer":       {21, false, false, []service{{"Reinigen riolering %s", Code{"4330", outdoors, "7.2", "3.8"}}, {"Inspectie riool", Code{"4330", outdoors, "7.2", "3.8"}}}},
	"Leerlingenvervoer": {9, false, false, []service{{"Leerlingenvervoer %s", Code{"4350", care, "4.3", "3.8"}}}},
	"Jeugdhulp":         {0, false, false, []service{{"Jeugdhulp ambulant %s", Code{"4360", care, "6.751", "3.4.1"}}, {"Jeugdhulp met verblijf %s", Code{"4360", care, "6.761", "3.4.1"}}}},
	"Thuiszorg":         {0, false, false, []service{{"Huishoudelijke hulp %s", Code{"4361", care, "6.711", "3.4.1"}}, {"Begeleiding Wmo %s", Code{"4361", care, "6.712", "3.4.1"}}}},
	"Accountants":       {21, false, false, []service{{"Controle jaarrekening", Code{"4130", staffing, "0.4", "3.8"}}, {"Advies", Code{"4130", staffing, "0.4", "3.8"}}}},
	"Ingenieurs":        {21, false, true, []service{{"Voorbereiding reconstructie", Code{"4120", outdoors, "2.1", "3.8"}}, {"Toezicht uitvoering %s", Code{"4120", outdoors, "2.1", "3.8"}}}},
	"Software":          {21, true, false, []service{{"Licentie en onderhoud %s", Code{"4410", staffing, "0.4", "3.8"}}}},
	"Afvalinzameling":   {21, false, false, []service{{"Inzameling restafval %s", Code{"4340", outdoors, "7.3", "3.8"}}, {"Containers", Code{"4340", outdoors, "7.3", "3.8"}}}},
	"Beveiliging":       {21, true, false, []service{{"Bewaking gemeentehuis %s", Code{"4421", indoors, "0.4", "3.8"}}}},
	"Energie": {21, true, false, []service{{"Stroom en gas gemeentehuis %s", Code{"4430", indoors, "0.4", "3.8"}}, {"Stroom openbare verlichting %s", Code{"4430", outdoors, "2.1", "3.8"}},
		{"Stroom en gas sporthal %s", Code{"4430", indoors, "5.2", "3.8"}}}},
	"Telecom":            {21, true, false, []service{{"Telefonie en internet %s", Code{"4411", staffing, "0.4", "3.8"}}}},
	"Verkeerstechniek":   {21, false, false, []service{{"Onderhoud verkeerslichten %s", Code{"4321", outdoors, "2.1", "3.8"}}}},
	"Sportaccommodaties": {21, false, false, []service{{"Onderhoud sporthal", Code{"4423", indoors, "5.2", "3.8"}}, {"Keuring toestellen", Code{"4423", indoors, "5.2", "3.8"}}}},
	"Advocaten":          {21, false, false, []service{{"Rechtsbijstand", Code{"4131", staffing, "0.4", "3.8"}}}},
}

// said gives the text of a service in a month.
func (s service) said(month string) string {
	if !strings.Contains(s.text, "%s") {
		return s.text
	}
	return fmt.Sprintf(s.text, month)
}

// ledgerNames are the ledger accounts of the town's costs.
var ledgerNames = [][2]string{
	{"4110", "Inhuur personeel"}, {"4120", "Ingenieursdiensten"}, {"4130", "Accountant en advies"}, {"4131", "Juridische kosten"},
	{"4300", "Groenonderhoud"}, {"4310", "Straatmeubilair"}, {"4320", "Onderhoud wegen"}, {"4321", "Verkeersregeling"}, {"4330", "Riolering"},
	{"4340", "Afvalinzameling"}, {"4350", "Leerlingenvervoer"}, {"4360", "Jeugdhulp"}, {"4361", "Wmo"}, {"4400", "Kantoorbehoeften"},
	{"4410", "Software"}, {"4411", "Telecommunicatie"}, {"4420", "Schoonmaak"}, {"4421", "Bewaking"}, {"4423", "Onderhoud gebouwen"}, {"4430", "Energie"},
}

// taskNames and categoryNames are the codes of Iv3 that the town uses.
var (
	taskNames = [][2]string{{"0.1", "Bestuur"}, {"0.4", "Overhead"}, {"1.2", "Openbare orde en veiligheid"}, {"2.1", "Verkeer en vervoer"}, {"4.3", "Onderwijsbeleid en leerlingzaken"},
		{"5.2", "Sportaccommodaties"}, {"5.7", "Openbaar groen en (openlucht) recreatie"}, {"6.711", "Huishoudelijke hulp (WMO)"}, {"6.712", "Begeleiding (WMO)"},
		{"6.751", "Jeugdhulp ambulant lokaal"}, {"6.761", "Jeugdhulp met verblijf lokaal"}, {"7.2", "Riolering"}, {"7.3", "Afval"}}
	categoryNames = [][2]string{{"3.4.1", "Sociale uitkeringen in natura"}, {"3.5.1", "Ingeleend personeel"}, {"3.8", "Overige goederen en diensten"}}
	centreNames   = [][3]string{{outdoors, "Beheer openbare ruimte", Holders[outdoors]}, {indoors, "Gebouwen en facilitair", Holders[indoors]},
		{care, "Sociaal domein", Holders[care]}, {staffing, "Bedrijfsvoering", Holders[staffing]}}
)

// Holders are the budget holders of the invented town, by cost centre.
var Holders = map[string]string{outdoors: "Carla Smit", indoors: "Dirk Mulder", care: "Esther Bos", staffing: "Dirk Mulder"}
