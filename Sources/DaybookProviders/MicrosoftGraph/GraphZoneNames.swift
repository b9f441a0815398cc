internal import ICalendar

/// What Exchange calls an IANA zone: times are written to it with a Windows name.
///
/// A Windows name covers many zones; `WindowsZones` has the one that stands for each, this table the
/// rest. The facts are those of Unicode CLDR's `windowsZones` in all territories, and of tzdata's
/// links.
enum GraphZoneNames {
  /// The Windows name for an IANA id, or nil where Windows has no such zone.
  static func windows(for iana: String) -> String? {
    WindowsZones.name(for: iana) ?? others[iana]
  }

  private static let others: [String: String] = {
    var names: [String: String] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: "=")
      guard parts.count == 2 else { continue }
      for iana in parts[1].split(separator: " ") { names[String(iana)] = String(parts[0]) }
    }
    return names
  }()

  private static let table = """
    AUS Central Standard Time=Australia/North
    AUS Eastern Standard Time=Australia/ACT Australia/Canberra Australia/Melbourne Australia/NSW
    AUS Eastern Standard Time=Australia/Victoria
    Alaskan Standard Time=America/Juneau America/Metlakatla America/Nome America/Sitka
    Alaskan Standard Time=America/Yakutat US/Alaska
    Alberta Standard Time=America/Inuvik America/Yellowknife Canada/Mountain
    Aleutian Standard Time=America/Atka US/Aleutian
    Arab Standard Time=Asia/Aden Asia/Bahrain Asia/Kuwait Asia/Qatar
    Arabian Standard Time=Asia/Muscat Etc/GMT-4
    Argentina Standard Time=America/Argentina/Catamarca America/Argentina/ComodRivadavia
    Argentina Standard Time=America/Argentina/Cordoba America/Argentina/Jujuy
    Argentina Standard Time=America/Argentina/La_Rioja America/Argentina/Mendoza
    Argentina Standard Time=America/Argentina/Rio_Gallegos America/Argentina/Salta
    Argentina Standard Time=America/Argentina/San_Juan America/Argentina/San_Luis
    Argentina Standard Time=America/Argentina/Tucuman America/Argentina/Ushuaia
    Argentina Standard Time=America/Buenos_Aires America/Catamarca America/Cordoba America/Jujuy
    Argentina Standard Time=America/Mendoza America/Rosario
    Astrakhan Standard Time=Europe/Ulyanovsk
    Atlantic Standard Time=America/Glace_Bay America/Goose_Bay America/Moncton America/Thule
    Atlantic Standard Time=Atlantic/Bermuda Canada/Atlantic
    Azores Standard Time=America/Scoresbysund
    Bangladesh Standard Time=Asia/Dacca Asia/Thimbu Asia/Thimphu
    British Columbia Standard Time=Canada/Pacific
    Canada Central Standard Time=America/Swift_Current Canada/Saskatchewan
    Cape Verde Standard Time=Etc/GMT+1
    Cen. Australia Standard Time=Australia/Broken_Hill Australia/South Australia/Yancowinna
    Central America Standard Time=America/Belize America/Costa_Rica America/El_Salvador
    Central America Standard Time=America/Managua America/Tegucigalpa Etc/GMT+6
    Central America Standard Time=Pacific/Galapagos
    Central Asia Standard Time=Antarctica/Vostok Asia/Kashgar Asia/Urumqi Etc/GMT-6
    Central Asia Standard Time=Indian/Chagos
    Central Brazilian Standard Time=America/Campo_Grande
    Central Europe Standard Time=Europe/Belgrade Europe/Bratislava Europe/Ljubljana
    Central Europe Standard Time=Europe/Podgorica Europe/Prague Europe/Tirane
    Central European Standard Time=Europe/Sarajevo Europe/Skopje Europe/Zagreb Poland
    Central Pacific Standard Time=Antarctica/Casey Etc/GMT-11 Pacific/Efate Pacific/Kosrae
    Central Pacific Standard Time=Pacific/Noumea Pacific/Pohnpei Pacific/Ponape
    Central Standard Time=America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN
    Central Standard Time=America/Matamoros America/Menominee America/North_Dakota/Beulah
    Central Standard Time=America/North_Dakota/Center America/North_Dakota/New_Salem
    Central Standard Time=America/Ojinaga America/Rankin_Inlet America/Resolute US/Central
    Central Standard Time=US/Indiana-Starke
    Central Standard Time (Mexico)=America/Bahia_Banderas America/Chihuahua America/Merida
    Central Standard Time (Mexico)=America/Monterrey Mexico/General
    Chatham Islands Standard Time=NZ-CHAT
    China Standard Time=Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Hong_Kong Asia/Macao
    China Standard Time=Asia/Macau Hongkong PRC
    Cuba Standard Time=Cuba
    E. Africa Standard Time=Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam
    E. Africa Standard Time=Africa/Djibouti Africa/Kampala Africa/Mogadishu Antarctica/Syowa
    E. Africa Standard Time=Etc/GMT-3 Indian/Antananarivo Indian/Comoro Indian/Mayotte
    E. Australia Standard Time=Australia/Lindeman Australia/Queensland
    E. Europe Standard Time=Europe/Tiraspol
    E. South America Standard Time=Brazil/East
    Easter Island Standard Time=Chile/EasterIsland
    Eastern Standard Time=America/Detroit America/Indiana/Petersburg America/Indiana/Vincennes
    Eastern Standard Time=America/Indiana/Winamac America/Iqaluit America/Kentucky/Louisville
    Eastern Standard Time=America/Kentucky/Monticello America/Louisville America/Montreal
    Eastern Standard Time=America/Nassau America/Nipigon America/Pangnirtung America/Thunder_Bay
    Eastern Standard Time=America/Toronto Canada/Eastern US/Eastern US/Michigan
    Egypt Standard Time=Egypt
    FLE Standard Time=Europe/Helsinki Europe/Kiev Europe/Mariehamn Europe/Riga Europe/Sofia
    FLE Standard Time=Europe/Tallinn Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye
    GMT Standard Time=Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Eire
    GMT Standard Time=Europe/Belfast Europe/Dublin Europe/Guernsey Europe/Isle_of_Man
    GMT Standard Time=Europe/Jersey Europe/Lisbon GB GB-Eire Portugal WET
    GTB Standard Time=Asia/Famagusta Asia/Nicosia EET Europe/Athens Europe/Nicosia
    Greenland Standard Time=America/Godthab
    Greenwich Standard Time=Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul
    Greenwich Standard Time=Africa/Bissau Africa/Conakry Africa/Dakar Africa/Freetown
    Greenwich Standard Time=Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou
    Greenwich Standard Time=Africa/Timbuktu America/Danmarkshavn Atlantic/St_Helena Iceland
    Hawaiian Standard Time=Etc/GMT+10 HST Pacific/Johnston Pacific/Rarotonga Pacific/Tahiti
    Hawaiian Standard Time=US/Hawaii
    India Standard Time=Asia/Calcutta
    Iran Standard Time=Iran
    Israel Standard Time=Asia/Tel_Aviv Israel
    Korea Standard Time=ROK
    Libya Standard Time=Libya
    Line Islands Standard Time=Etc/GMT-14
    Lord Howe Standard Time=Australia/LHI
    Magallanes Standard Time=America/Coyhaique
    Manitoba Standard Time=America/Rainy_River Canada/Central
    Mauritius Standard Time=Indian/Mahe Indian/Reunion
    Morocco Standard Time=Africa/El_Aaiun
    Mountain Standard Time=America/Boise America/Cambridge_Bay America/Ciudad_Juarez
    Mountain Standard Time=America/Shiprock Navajo US/Mountain
    Mountain Standard Time (Mexico)=Mexico/BajaSur
    Myanmar Standard Time=Asia/Rangoon Indian/Cocos
    Nepal Standard Time=Asia/Katmandu
    New Zealand Standard Time=Antarctica/McMurdo Antarctica/South_Pole NZ
    Newfoundland Standard Time=Canada/Newfoundland
    North Asia Standard Time=Asia/Novokuznetsk
    Pacific SA Standard Time=Chile/Continental
    Pacific Standard Time=US/Pacific
    Pacific Standard Time (Mexico)=America/Ensenada America/Santa_Isabel Mexico/BajaNorte
    Romance Standard Time=Africa/Ceuta CET Europe/Brussels Europe/Copenhagen Europe/Madrid MET
    Russia Time Zone 11=Asia/Anadyr
    Russian Standard Time=Europe/Kirov Europe/Simferopol W-SU
    SA Eastern Standard Time=America/Belem America/Fortaleza America/Maceio America/Paramaribo
    SA Eastern Standard Time=America/Recife America/Santarem Antarctica/Palmer
    SA Eastern Standard Time=Antarctica/Rothera Atlantic/Stanley Etc/GMT+3
    SA Pacific Standard Time=America/Atikokan America/Cayman America/Coral_Harbour
    SA Pacific Standard Time=America/Eirunepe America/Guayaquil America/Jamaica America/Lima
    SA Pacific Standard Time=America/Panama America/Porto_Acre America/Rio_Branco Brazil/Acre
    SA Pacific Standard Time=EST Etc/GMT+5 Jamaica
    SA Western Standard Time=America/Anguilla America/Antigua America/Aruba America/Barbados
    SA Western Standard Time=America/Blanc-Sablon America/Boa_Vista America/Curacao
    SA Western Standard Time=America/Dominica America/Grenada America/Guadeloupe America/Guyana
    SA Western Standard Time=America/Kralendijk America/Lower_Princes America/Manaus
    SA Western Standard Time=America/Marigot America/Martinique America/Montserrat
    SA Western Standard Time=America/Port_of_Spain America/Porto_Velho America/Puerto_Rico
    SA Western Standard Time=America/Santo_Domingo America/St_Barthelemy America/St_Kitts
    SA Western Standard Time=America/St_Lucia America/St_Thomas America/St_Vincent
    SA Western Standard Time=America/Tortola America/Virgin Brazil/West Etc/GMT+4
    SE Asia Standard Time=Antarctica/Davis Asia/Ho_Chi_Minh Asia/Jakarta Asia/Phnom_Penh
    SE Asia Standard Time=Asia/Pontianak Asia/Saigon Asia/Vientiane Etc/GMT-7 Indian/Christmas
    Singapore Standard Time=Asia/Brunei Asia/Kuala_Lumpur Asia/Kuching Asia/Makassar Asia/Manila
    Singapore Standard Time=Asia/Ujung_Pandang Etc/GMT-8 Singapore
    South Africa Standard Time=Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare
    South Africa Standard Time=Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo
    South Africa Standard Time=Africa/Maseru Africa/Mbabane Etc/GMT-2
    Taipei Standard Time=ROC
    Tasmania Standard Time=Antarctica/Macquarie Australia/Currie Australia/Tasmania
    Tokyo Standard Time=Asia/Dili Asia/Jayapura Etc/GMT-9 Japan Pacific/Palau
    Turkey Standard Time=Asia/Istanbul Turkey
    US Eastern Standard Time=America/Fort_Wayne America/Indiana/Marengo America/Indiana/Vevay
    US Eastern Standard Time=America/Indianapolis US/East-Indiana
    US Mountain Standard Time=America/Creston America/Dawson_Creek America/Fort_Nelson
    US Mountain Standard Time=America/Hermosillo Etc/GMT+7 MST US/Arizona
    UTC=Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/Universal Etc/Zulu GMT
    UTC=GMT+0 GMT-0 GMT0 Greenwich UCT UTC Universal Zulu
    UTC+12=Kwajalein Pacific/Funafuti Pacific/Kwajalein Pacific/Majuro Pacific/Nauru
    UTC+12=Pacific/Tarawa Pacific/Wake Pacific/Wallis
    UTC+13=Pacific/Enderbury Pacific/Fakaofo Pacific/Kanton
    UTC-02=America/Noronha Atlantic/South_Georgia Brazil/DeNoronha
    UTC-08=Pacific/Pitcairn
    UTC-09=Pacific/Gambier
    UTC-11=Pacific/Midway Pacific/Niue Pacific/Pago_Pago Pacific/Samoa US/Samoa
    Ulaanbaatar Standard Time=Asia/Choibalsan Asia/Ulan_Bator
    Vladivostok Standard Time=Asia/Ust-Nera
    W. Australia Standard Time=Australia/West
    W. Central Africa Standard Time=Africa/Algiers Africa/Bangui Africa/Brazzaville
    W. Central Africa Standard Time=Africa/Douala Africa/Kinshasa Africa/Libreville
    W. Central Africa Standard Time=Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey
    W. Central Africa Standard Time=Africa/Porto-Novo Africa/Tunis Etc/GMT-1
    W. Europe Standard Time=Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/Amsterdam
    W. Europe Standard Time=Europe/Andorra Europe/Busingen Europe/Gibraltar Europe/Luxembourg
    W. Europe Standard Time=Europe/Malta Europe/Monaco Europe/Oslo Europe/Rome Europe/San_Marino
    W. Europe Standard Time=Europe/Stockholm Europe/Vaduz Europe/Vatican Europe/Vienna
    W. Europe Standard Time=Europe/Zurich
    West Asia Standard Time=Antarctica/Mawson Asia/Almaty Asia/Aqtau Asia/Aqtobe Asia/Ashgabat
    West Asia Standard Time=Asia/Ashkhabad Asia/Atyrau Asia/Dushanbe Asia/Oral Asia/Qostanay
    West Asia Standard Time=Asia/Samarkand Etc/GMT-5 Indian/Kerguelen Indian/Maldives
    West Bank Standard Time=Asia/Gaza
    West Pacific Standard Time=Antarctica/DumontDUrville Etc/GMT-10 Pacific/Chuuk Pacific/Guam
    West Pacific Standard Time=Pacific/Saipan Pacific/Truk Pacific/Yap
    Yakutsk Standard Time=Asia/Khandyga
    Yukon Standard Time=America/Dawson Canada/Yukon
    """
}
