// SPDX-License-Identifier: EUPL-1.2

package demo

// The lists below are written by hand for this project; who they put together
// does not exist. Some have accents, which banks write without.

var surnames = []string{
	"Jansen", "Janssen", "Jonge", "Vries", "Berg", "Dijk", "Bakker", "Visser", "Smit", "Meijer",
	"Meyer", "Boer", "Mulder", "Groot", "Bos", "Vos", "Peters", "Hendriks", "Leeuwen", "Dekker",
	"Brouwer", "Wit", "Dijkstra", "Smits", "Graaf", "Meer", "Linden", "Kok", "Jacobs", "Haan",
	"Vermeulen", "Heuvel", "Veen", "Broek", "Bruijn", "Bruin", "Heijden", "Schouten", "Beek", "Willems",
	"Vliet", "Hoekstra", "Maas", "Verhoeven", "Koster", "Dam", "Prins", "Blom", "Huisman", "Postma",
	"Kuiper", "Kuipers", "Veenstra", "Kramer", "Brink", "Scholten", "Wal", "Post", "Martens", "Bosch",
	"Timmermans", "Groen", "Gerritsen", "Jonker", "Loon", "Ven", "Driessen", "Bosman", "Wolf", "Sanders",
	"Mol", "Kuijpers", "Molenaar", "Zwart", "Velde", "Hoek", "Evers", "Koning", "Bakx", "Willemsen",
	"Aalbers", "Baars", "Ceelen", "Doorn", "Engelen", "Fokkema", "Geurts", "Hermans", "IJzerman", "Joosten",
	"Kroon", "Lammers", "Manders", "Nijland", "Oosterhuis", "Pronk", "Quist", "Rietveld", "Snijders", "Tromp",
	"Ubbink", "Verbeek", "Wouters", "Zijlstra",
}

// otherSurnames never have a prefix; some have accents.
var otherSurnames = []string{
	"Özdemir", "Yılmaz", "Çelik", "El Amrani", "Bouzid", "Nguyen",
	"Kowalski", "Nowak", "Müller", "Ramdin", "Martina", "Santos", "Haddad", "Petrović", "Abdi", "Tesfay",
}

// prefixes (tussenvoegsels), the usual ones more than once.
var prefixes = []string{
	"de", "de", "van", "van", "van de", "van der", "de", "van", "van de", "van den", "van der", "van het", "ter", "ten", "te", "in 't", "op den", "la",
}

var initialLetters = "AABCDEEFGHHIJJJJKLMMMNOPPRRSSTVWYZ"

var streets = []string{
	"Dorpsstraat", "Kerkstraat", "Molenweg", "Schoolstraat", "Beatrixlaan", "Wilgenlaan", "Lindenlaan",
	"Eikenstraat", "Industrieweg", "Stationsweg", "Parallelweg", "Burgemeester Terpstraweg", "Hoogstraat",
	"Nieuwstraat", "Achterweg", "Zuiderdijk", "Noorderhaven", "Waterkant", "Lange Kade", "Korte Kade",
	"Meidoornhof", "Kastanjeplein", "Merelstraat", "Spechtlaan", "Kievitweide", "Zonnedauw", "Rietgors",
	"Vossenberg", "Koningsweg", "Oranjestraat", "Marktplein", "Havenstraat", "Veerweg", "Boomgaard", "Grote Esch",
}

var towns = []string{"Lindewoude", "Oostervaart", "Klein Lindewoude", "Meerdrecht", "Veenhuizerbrug"}

var trades = []string{
	"Bouwbedrijf", "Schildersbedrijf", "Installatiebedrijf", "Hoveniersbedrijf", "Bakkerij", "Slagerij",
	"Garage", "Transportbedrijf", "Adviesbureau", "Kwekerij", "Drukkerij", "Fietsenhandel", "Apotheek",
	"Tandartspraktijk", "Kinderopvang", "Restaurant", "Hotel", "Loonbedrijf", "Aannemingsbedrijf", "Handelsonderneming",
}

// tradeNames are what companies call themselves at the bank.
var tradeNames = []string{
	"Het Broodhuis", "De Gouden Leeuw", "Groen en Zo", "Klussenteam", "De Smidse", "Villa Vrolijk", "Het Wapen van",
	"Fietspunt", "De Keukenvakman", "Zuiver Zorg", "Autoplein", "De Kaashoek", "Bureau Noorderlicht", "Studio Waterkant",
}

var supplies = []string{
	"Straatmeubilair", "Groenvoorziening", "Schoonmaak", "Kantoorartikelen", "Detachering", "Wegenbouw",
	"Rioolbeheer", "Leerlingenvervoer", "Jeugdhulp", "Thuiszorg", "Accountants", "Ingenieurs", "Software",
	"Afvalinzameling", "Beveiliging", "Energie", "Telecom", "Verkeerstechniek", "Sportaccommodaties", "Advocaten",
}

var forms = []string{"B.V.", "B.V.", "B.V.", "V.O.F.", "Holding B.V.", "N.V.", ""}

var clubs = []string{
	"Stichting Dorpshuis", "Muziekvereniging", "Voetbalvereniging", "Stichting Welzijn", "Toneelgroep",
	"Stichting Speeltuin", "IJsvereniging", "Stichting Bibliotheek", "Historische Kring", "Oranjevereniging",
}

var ministries = []string{
	"Ministerie van Binnenlandse Zaken", "Ministerie van OCW", "Ministerie van VWS", "Ministerie van IenW",
}

// banks with their weights by repetition; the code stands in the IBAN.
var banks = []struct{ code, bic string }{
	{"INGB", "INGBNL2A"}, {"INGB", "INGBNL2A"}, {"INGB", "INGBNL2A"}, {"INGB", "INGBNL2A"},
	{"RABO", "RABONL2U"}, {"RABO", "RABONL2U"}, {"RABO", "RABONL2U"}, {"RABO", "RABONL2U"},
	{"ABNA", "ABNANL2A"}, {"ABNA", "ABNANL2A"}, {"ABNA", "ABNANL2A"},
	{"SNSB", "SNSBNL2A"}, {"ASNB", "ASNBNL21"}, {"RBRB", "RBRBNL21"}, {"TRIO", "TRIONL2U"},
	{"KNAB", "KNABNL2H"}, {"BUNQ", "BUNQNL2A"},
}
